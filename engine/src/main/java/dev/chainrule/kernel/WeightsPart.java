package dev.chainrule.kernel;

/// Computes some rows of weights over one group of chunks of windows, on one thread.
///
/// The elements of windows are used where they are: elements that follow each other in memory are
/// the rows of a tile, and neighbouring windows its steps. The results of a chunk's windows are
/// packed into a panel, which stays in the nearest cache while it meets all rows.
final class WeightsPart<T> {
  private final WeightsJob<T> job;
  private final WindowTiles<T> windowTiles;
  private final Tiles<T> tiles;
  private final WindowImages<T> images;
  private final T tile;
  private final T panel;
  private final T none;

  /// Neighbouring windows of a chunk: pairs of a place and a number of windows.
  private final int[] places = new int[2 * GemmReference.CHUNK];

  /// The same, each window by itself.
  private final int[] windows = new int[2 * GemmReference.CHUNK];

  // What is being computed: rows `from .. end − 1` of weights.
  private int from;
  private int end;
  private T target;
  private int targetStart;

  // One chunk of windows and one panel of results.
  private int count;
  private int steps;
  private boolean add;
  private int column;
  private int used;
  private int width;

  WeightsPart(WeightsJob<T> job, WindowTiles<T> windowTiles) {
    this.job = job;
    this.windowTiles = windowTiles;
    tiles = windowTiles.tiles;
    images = new WindowImages<>(tiles.plain);
    tile = tiles.plain.allocate(tiles.high() * tiles.wide());
    panel = tiles.plain.allocate(GemmReference.CHUNK * tiles.wide() + tiles.wide());
    this.none = tiles.plain.allocate(0);
    target = this.none;
  }

  void run(int group, int from, int end, T target, int targetStart) {
    this.from = from;
    this.end = end;
    this.target = target;
    this.targetStart = targetStart;
    var windowing = job.plan.windowing;
    int imagesOfChunk = (GemmReference.CHUNK - 2) / windowing.windows() + 2;
    images.open(windowing, job.x, job.xOffset, Math.min(imagesOfChunk, windowing.batch));
    int first = group * GemmReference.GROUP;
    int last = Math.min(first + GemmReference.GROUP, job.plan.places());
    for (int chunk = first; chunk < last; chunk += GemmReference.CHUNK) {
      add = chunk > first;
      chunk(chunk, Math.min(GemmReference.CHUNK, last - chunk));
    }
    images.close(none);
    this.target = none;
  }

  private void chunk(int first, int depth) {
    findPlaces(first, depth);
    steps = depth;
    var plan = job.plan;
    if (plan.depthwise) {
      depthwise(first, depth);
      return;
    }
    for (int group = 0; group < plan.windowing.groups; group++) {
      for (int j = 0; j < plan.columns; j += tiles.wide()) {
        column = group * plan.columns + j;
        used = Math.min(tiles.wide(), plan.columns - j);
        width = tiles.width(used);
        int start = job.yOffset + first * plan.out() + column;
        tiles.pack(job.y, start, plan.results, used, depth, panel, 0, width);
        multiplyRows(group * plan.windowing.groupChannels());
      }
    }
  }

  /// Multiplies each channel with its results, as many channels at a time as a vector has lanes.
  private void depthwise(int first, int depth) {
    spreadPlaces();
    int channels = job.plan.windowing.channels;
    width = Math.min(tiles.lanes, channels);
    for (column = 0; column < channels; column += width) {
      int start = Math.min(column, channels - width);
      int y = job.yOffset + first * channels + start;
      tiles.pack(job.y, y, job.plan.results, width, depth, panel, 0, width);
      for (int row = from; row < end; ) {
        row += channels(row, start);
      }
    }
  }

  /// Multiplies some channels of the next elements of a window along the inner axis, and returns
  /// how many elements these are.
  private int channels(int row, int start) {
    var windowing = job.plan.windowing;
    int channels = windowing.channels;
    int length = windowing.inner.offsets().length;
    int height = windowTiles.height(Math.min(end - row, length - row % length));
    int step = height > 1 ? windowing.tapPlace(row + 1) - windowing.tapPlace(row) : 0;
    int a = windowing.tapPlace(row) + start;
    T array = images.array();
    if (width == tiles.lanes) {
      var kernel = windowTiles.tile(height, width, count, WindowTile.Kind.CHANNELS);
      kernel.multiply(windows, count, array, a, step, panel, 0, tile, 0, width, false);
    } else {
      tiles.plain.multiply(
          height, width, windows, count, array, a, step, panel, 0, tile, 0, width, false);
    }
    int skipped = column - start;
    int to = targetStart + row * channels + column;
    tiles.plain.store(tile, skipped, width, target, to, channels, height, width - skipped, add);
    return height;
  }

  /// Makes a run of every window of a chunk.
  private void spreadPlaces() {
    int step = job.plan.windowing.step();
    int window = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < places[2 * i + 1]; j++) {
        windows[2 * window] = places[2 * i] + j * step;
        windows[2 * window + 1] = 1;
        window++;
      }
    }
    count = window;
  }

  /// Finds the windows of a chunk: neighbours along the inner axis follow each other.
  private void findPlaces(int first, int depth) {
    var windowing = job.plan.windowing;
    int length = windowing.inner.windows();
    int rows = windowing.middle.windows();
    int all = windowing.windows();
    count = 0;
    for (int window = first; window < first + depth; ) {
      int inner = window % length;
      int run = Math.min(length - inner, first + depth - window);
      int image = window / all;
      int row = window % all / length;
      places[2 * count] =
          images.place(image)
              + windowing.windowPlace(row / rows, row % rows)
              + inner * windowing.step();
      places[2 * count + 1] = run;
      count++;
      window += run;
    }
  }

  /// Multiplies the rows with the panel of results.
  private void multiplyRows(int channel) {
    int[] runs = job.plan.runs;
    int row = 0;
    for (int i = 0; i < runs.length && row < end; i += 2) {
      int first = Math.max(from, row);
      int last = Math.min(end, row + runs[i + 1]);
      if (first < last) {
        run(runs[i] + first - row + channel, first, last);
      }
      row += runs[i + 1];
    }
  }

  /// Multiplies rows whose elements of windows follow each other in memory.
  private void run(int place, int first, int last) {
    int step = job.plan.windowing.step();
    int out = job.plan.out();
    T array = images.array();
    for (int i = first; i < last; ) {
      int height = windowTiles.height(last - i);
      var kernel = windowTiles.tile(height, width, steps, WindowTile.Kind.COLUMNS);
      int a = place + i - first;
      int c = targetStart + i * out + column;
      if (used == width) {
        kernel.multiply(places, count, array, a, step, panel, 0, target, c, out, add);
      } else {
        kernel.multiply(places, count, array, a, step, panel, 0, tile, 0, width, false);
        tiles.plain.store(tile, 0, width, target, c, out, height, used, add);
      }
      i += height;
    }
  }
}
