package dev.chainrule.kernel;

/// Computes the results of some patches of images, on one thread.
///
/// All positions of the patches are computed first, in a layout that tiles can use where it is, and
/// stay in the second-level cache while they meet panel after panel.
final class WinogradPart {
  /// Elements between positions that keep them from competing for the same lines of a cache.
  private static final int GAP = 16;

  private final WinogradJob job;
  private final Tiles<float[]> tiles;
  private final WinogradPatch patch = new WinogradPatch();
  private final WinogradPatch square = new WinogradPatch();
  private float[] positions = {};
  private float[] products = {};

  WinogradPart(WinogradJob job) {
    this.job = job;
    tiles = job.kernels.tiles;
  }

  /// Computes outputs of panels `from .. end − 1` for patches `first .. first + count − 1`.
  void run(int first, int count, int from, int end) {
    reserve();
    transform(first, count);
    for (int panel = from; panel < end; panel++) {
      multiply(count, panel);
      store(first, count, panel);
    }
    int column = from * tiles.wide();
    int outputs = Math.min(end * tiles.wide(), job.plan.columns()) - column;
    job.plan.finished(job.yOffset + column, first, count, outputs);
    patch.close();
    square.close();
  }

  private void reserve() {
    if (positions.length < WinogradSizes.POSITIONS * position()) {
      positions = new float[WinogradSizes.POSITIONS * position()];
    }
    int length = WinogradSizes.POSITIONS * (job.patches * tiles.wide() + GAP);
    if (products.length < length) {
      products = new float[length];
    }
  }

  /// Returns the distance between the transformed patches of neighbouring positions.
  private int position() {
    return job.patches * job.plan.depth() + GAP;
  }

  private void transform(int first, int count) {
    var transforms = job.kernels.transforms;
    int depth = job.plan.depth();
    int lanes = tiles.lanes;
    int block = job.patches * lanes;
    patch.open(job.plan.sizes.images(), job.x, job.xOffset, 0, depth);
    patch.find(first);
    for (int i = 0; i < count; i++) {
      patch.load(WinogradSizes.ALL_ROWS);
      for (int line = 0; line < WinogradSizes.PATCH; line++) {
        int to = i * lanes + line * WinogradSizes.PATCH * position();
        transforms.images(line, patch, positions, to, block, position());
      }
      patch.next();
    }
  }

  /// Multiplies all positions with one panel; the last tile may have rows without a meaning.
  private void multiply(int count, int panel) {
    int width = job.width(panel);
    int depth = job.plan.depth();
    int block = job.patches * tiles.lanes;
    int step = job.patches * width + GAP;
    for (int position = 0; position < WinogradSizes.POSITIONS; position++) {
      int right = panel * job.panelLength() + position * depth * width;
      for (int p = 0; p < depth; p += WinogradSizes.CHUNK) {
        int chunk = Math.min(WinogradSizes.CHUNK, depth - p);
        int left = position * position() + p / tiles.lanes * block;
        int from = right + p * width;
        for (int i = 0; i < count; ) {
          int height = tiles.height(count - i);
          var tile = job.kernels.product(height, width, chunk);
          int a = left + i * tiles.lanes;
          int c = position * step + i * width;
          float[] b = job.panels;
          tile.multiply(chunk, positions, a, block, b, from, width, products, c, width, p > 0);
          i += height;
        }
      }
    }
  }

  private void store(int first, int count, int panel) {
    var transforms = job.kernels.transforms;
    int width = job.width(panel);
    int step = job.patches * width + GAP;
    square.open(job.plan.sizes.results(), job.y, job.yOffset, panel * tiles.wide(), width);
    square.find(first);
    for (int i = 0; i < count; i++) {
      transforms.results(products, i * width, step, square);
      square.store();
      square.next();
    }
  }
}
