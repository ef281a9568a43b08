package dev.chainrule.kernel;

/// Multiplies the windows of a few images, or of a part of one, with all weights, on one thread.
///
/// The elements of windows are used where they are: neighbouring windows are the rows of a tile,
/// and elements that follow each other in memory its steps. A chunk of a panel stays in the nearest
/// cache while it meets all windows of the part.
final class WindowPart<T> {
  /// Chunks whose results are added before they are added to those of others.
  private static final int GROUP = GemmReference.GROUP / GemmReference.CHUNK;

  private final WindowJob<T> job;
  private final WindowTiles<T> windowTiles;
  private final Tiles<T> tiles;
  private final WindowImages<T> images;
  private final T tile;
  private final T none;
  private T sums;
  private int sumsLength;

  // What is being computed: windows `from .. end − 1` of the outer axis of images `first .. last −
  // 1`, one panel, one chunk.
  private int first;
  private int last;
  private int from;
  private int end;
  private int group;
  private int used;
  private int width;
  private int panelStart;
  private int[] runs = {};
  private int steps;
  private boolean add;

  WindowPart(WindowJob<T> job, WindowTiles<T> windowTiles) {
    this.job = job;
    this.windowTiles = windowTiles;
    tiles = windowTiles.tiles;
    images = new WindowImages<>(tiles.plain);
    tile = tiles.plain.allocate(tiles.high() * tiles.wide());
    this.none = tiles.plain.allocate(0);
    sums = this.none;
  }

  void run(int first, int last, int from, int end) {
    this.first = first;
    this.last = last;
    this.from = from;
    this.end = end;
    images.open(job.plan.windowing, job.x, job.xOffset, last - first);
    for (int panel = 0; panel < job.panels(); panel++) {
      if (job.plan.depthwise) {
        channels(job.firstChannel(panel), panel * job.panelLength());
      } else {
        panel(panel);
      }
    }
    images.close(none);
    for (int image = first; image < last; image++) {
      job.plan.finished(job.yOffset, image, from, end);
    }
  }

  /// Multiplies channels `channel ..` with their weights, as many as a vector has lanes.
  private void channels(int channel, int panelStart) {
    var windowing = job.plan.windowing;
    for (int image = first; image < last; image++) {
      int start = images.place(image) + channel;
      for (int i = from; i < end; i++) {
        for (int j = 0; j < windowing.middle.windows(); j++) {
          int to = job.yOffset + job.plan.results.place(image, i, j) + channel;
          channels(start + windowing.windowPlace(i, j), to, panelStart);
        }
      }
    }
  }

  /// Multiplies the channels of windows along the inner axis.
  private void channels(int start, int to, int panelStart) {
    int[] taps = job.plan.chunks[0];
    int windows = job.plan.windowing.inner.windows();
    int step = job.plan.windowing.step();
    int row = job.plan.results.inner();
    int lanes = Math.min(tiles.lanes, job.plan.windowing.channels);
    T array = images.array();
    T b = job.panels;
    T y = job.y;
    for (int i = 0; i < windows; ) {
      int height = windowTiles.height(windows - i);
      int a = start + i * step;
      int c = to + i * row;
      int count = taps.length / 2;
      if (lanes == tiles.lanes) {
        var kernel = windowTiles.tile(height, lanes, count, WindowTile.Kind.CHANNELS);
        kernel.multiply(taps, count, array, a, step, b, panelStart, y, c, row, false);
      } else {
        tiles.plain.multiply(
            height, lanes, taps, count, array, a, step, b, panelStart, y, c, row, false);
      }
      i += height;
    }
  }

  private void panel(int panel) {
    var plan = job.plan;
    int panelInGroup = panel % job.panelsPerGroup();
    group = panel / job.panelsPerGroup();
    used = job.columns(panelInGroup);
    width = tiles.width(used);
    panelStart = panel * job.panelLength();
    int to = job.yOffset + group * plan.columns + panelInGroup * tiles.wide();
    for (int chunk = 0; chunk < plan.chunks.length; chunk++) {
      runs = plan.chunks[chunk];
      steps = Math.min(GemmReference.CHUNK, plan.depth() - chunk * GemmReference.CHUNK);
      add = chunk % GROUP > 0;
      chunk(to, chunk < GROUP);
      boolean endOfGroup = chunk % GROUP == GROUP - 1 || chunk == plan.chunks.length - 1;
      if (endOfGroup && chunk >= GROUP) {
        addSums(to);
      }
      panelStart += GemmReference.CHUNK * width;
    }
  }

  /// Multiplies one chunk with all windows, into the results or the sums of a later group.
  private void chunk(int to, boolean direct) {
    var windowing = job.plan.windowing;
    var results = job.plan.results;
    int count = windowing.inner.windows();
    int sum = 0;
    if (!direct) {
      reserveSums((last - first) * (end - from) * windowing.middle.windows() * count);
    }
    for (int image = first; image < last; image++) {
      int start = images.place(image) + group * windowing.groupChannels();
      for (int i = from; i < end; i++) {
        for (int j = 0; j < windowing.middle.windows(); j++) {
          int row = start + windowing.windowPlace(i, j);
          if (direct) {
            row(row, count, job.y, to + results.place(image, i, j), results.inner());
          } else {
            row(row, count, sums, sum, tiles.wide());
            sum += count * tiles.wide();
          }
        }
      }
    }
  }

  /// Multiplies one chunk with windows along the inner axis.
  private void row(int start, int windows, T target, int to, int targetRow) {
    int step = job.plan.windowing.step();
    T panels = job.panels;
    for (int i = 0; i < windows; ) {
      int height = windowTiles.height(windows - i);
      var kernel = windowTiles.tile(height, width, steps, WindowTile.Kind.ROWS);
      int count = runs.length / 2;
      int a = start + i * step;
      int c = to + i * targetRow;
      T array = images.array();
      if (used == width) {
        kernel.multiply(runs, count, array, a, step, panels, panelStart, target, c, targetRow, add);
      } else {
        kernel.multiply(runs, count, array, a, step, panels, panelStart, tile, 0, width, false);
        tiles.plain.store(tile, 0, width, target, c, targetRow, height, used, add);
      }
      i += height;
    }
  }

  private void reserveSums(int windows) {
    int length = windows * tiles.wide();
    if (length > sumsLength) {
      sumsLength = length;
      sums = tiles.plain.allocate(length);
    }
  }

  private void addSums(int to) {
    var windowing = job.plan.windowing;
    var results = job.plan.results;
    int count = windowing.inner.windows();
    int wide = tiles.wide();
    int sum = 0;
    for (int image = first; image < last; image++) {
      for (int i = from; i < end; i++) {
        for (int j = 0; j < windowing.middle.windows(); j++) {
          int place = to + results.place(image, i, j);
          tiles.plain.store(sums, sum, wide, job.y, place, results.inner(), count, used, true);
          sum += count * wide;
        }
      }
    }
  }
}
