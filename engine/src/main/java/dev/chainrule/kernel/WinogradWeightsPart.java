package dev.chainrule.kernel;

/// Sums one row of positions of weights over one group of chunks of patches, on one thread.
///
/// The patches of a chunk are transformed for some channels, and stay in the second-level cache
/// while they meet the upstreams of panel after panel of outputs.
final class WinogradWeightsPart {
  /// Elements between positions that keep them from competing for the same lines of a cache.
  private static final int GAP = 16;

  private final WinogradWeightsJob job;
  private final Tiles<float[]> tiles;
  private final WinogradPatch patch = new WinogradPatch();
  private final WinogradPatch square = new WinogradPatch();
  private final float[] upstreams;
  private float[] positions = {};

  // What is being computed.
  private int line;
  private int firstChannel;
  private int channels;
  private int target;

  /// From one patch to the next, an odd multiple of the gap.
  private int row;

  WinogradWeightsPart(WinogradWeightsJob job) {
    this.job = job;
    tiles = job.kernels.tiles;
    upstreams = new float[WinogradSizes.PATCH * (WinogradSizes.CHUNK * tiles.wide() + GAP)];
  }

  /// Chooses a row of positions, some channels, and where in the sums those of the group begin.
  void open(int line, int firstChannel, int channels, int target) {
    this.line = line;
    this.firstChannel = firstChannel;
    this.channels = channels;
    this.target = target;
    row = (channels / GAP | 1) * GAP;
    if (positions.length < WinogradSizes.PATCH * position()) {
      positions = new float[WinogradSizes.PATCH * position()];
    }
  }

  /// Sums the outputs of panels `from .. end − 1`.
  void run(int group, int from, int end) {
    int first = group * GemmReference.GROUP;
    int last = Math.min(first + GemmReference.GROUP, job.plan.sizes.patches());
    for (int chunk = first; chunk < last; chunk += WinogradSizes.CHUNK) {
      int count = Math.min(WinogradSizes.CHUNK, last - chunk);
      transformImages(chunk, count);
      for (int panel = from; panel < end; panel++) {
        int column = panel * tiles.wide();
        int width = Math.min(tiles.wide(), job.plan.sizes.results().channels() - column);
        transformUpstreams(chunk, count, column, width);
        multiply(count, column, width, chunk > first);
      }
    }
    patch.close();
    square.close();
  }

  private int position() {
    return WinogradSizes.CHUNK * row + GAP;
  }

  private void transformImages(int first, int count) {
    var transforms = job.kernels.transforms;
    patch.open(job.plan.sizes.images(), job.x, job.xOffset, firstChannel, channels);
    patch.find(first);
    for (int i = 0; i < count; i++) {
      patch.load(WinogradSizes.rows(line));
      transforms.images(line, patch, positions, i * row, tiles.lanes, position());
      patch.next();
    }
  }

  private void transformUpstreams(int first, int count, int column, int width) {
    var transforms = job.kernels.transforms;
    square.open(job.plan.sizes.results(), job.y, job.yOffset, column, width);
    square.find(first);
    for (int i = 0; i < count; i++) {
      square.load(WinogradSizes.ALL_ROWS);
      transforms.upstreams(line, square, upstreams, i * width, step(width));
      square.next();
    }
  }

  private static int step(int width) {
    return WinogradSizes.CHUNK * width + GAP;
  }

  private void multiply(int count, int column, int width, boolean add) {
    int outputs = job.plan.sizes.results().channels();
    for (int i = 0; i < WinogradSizes.PATCH; i++) {
      int place = (line * WinogradSizes.PATCH + i) * channelsOfImages() + firstChannel;
      int from = i * step(width);
      for (int channel = 0; channel < channels; ) {
        int height = tiles.height(channels - channel);
        int to = target + (place + channel) * outputs + column;
        tiles
            .tile(height, width, count, true)
            .multiply(
                count,
                positions,
                i * position() + channel,
                row,
                upstreams,
                from,
                width,
                job.sums,
                to,
                outputs,
                add);
        channel += height;
      }
    }
  }

  private int channelsOfImages() {
    return job.plan.sizes.images().channels();
  }
}
