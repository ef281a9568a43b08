package dev.chainrule.kernel;

/// What Winograd's minimal filtering is made of: transforms, and products of register tiles whose
/// `A` holds channels as the transforms write them.
///
/// A tile's `A` has a line for each row of `C`. The lines are cut into blocks as long as a vector;
/// blocks of neighbouring lines follow each other, so that all of a tile's rows are found at fixed
/// distances. Otherwise the tiles are those of [Tiles].
final class WinogradKernels {
  private static final int HEIGHTS = 3;

  private static final int TRIAL_DEPTH = WinogradSizes.CHANNELS;

  final Tiles<float[]> tiles;
  final WinogradTransforms transforms;

  private final Warming<TileKernel<float[]>>[] products;
  private final PlainPasses plain;
  private final float[] scratch;

  WinogradKernels(Tiles<float[]> tiles) {
    this.tiles = tiles;
    plain = new PlainPasses(tiles.lanes);
    scratch =
        new float[4 * WinogradSizes.POSITIONS * TRIAL_DEPTH + 2 * tiles.high() * tiles.wide()];
    products = products();
    transforms = new WinogradTransforms(tiles.lanes, plain);
  }

  /// Uses the vector versions at once, however slow they are at first; without vectors, does
  /// nothing.
  void skipWarming() {
    if (Vectors.present()) {
      transforms.skipWarming();
      for (var product : products) {
        product.skip();
      }
    }
  }

  /// Returns the product of a tile to use now, for so many steps.
  TileKernel<float[]> product(int height, int width, int depth) {
    return products[height / tiles.unit - 1 + (width > tiles.lanes ? HEIGHTS : 0)].awaited(
        (long) height * width * depth);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private Warming<TileKernel<float[]>>[] products() {
    Warming<TileKernel<float[]>>[] products = new Warming[2 * HEIGHTS];
    for (int i = 0; i < products.length; i++) {
      int height = tiles.unit * (1 + i % HEIGHTS);
      int vectors = 1 + i / HEIGHTS;
      int width = vectors * tiles.lanes;
      var writer = new TileWriter(Element.F32, tiles.lanes, height, vectors, true, tiles.lanes);
      products[i] =
          new Warming<>(
              (depth, a, at, step, b, bAt, _, c, cAt, row, add) ->
                  plain.multiply(height, width, depth, a, at, step, b, bAt, c, cAt, row, add),
              writer::define,
              this::tryProduct);
    }
    return products;
  }

  private void tryProduct(TileKernel<float[]> product) {
    int wide = tiles.wide();
    int b = tiles.high() * wide;
    int a = tiles.high() * tiles.lanes;
    product.multiply(TRIAL_DEPTH, scratch, b, a, scratch, b, wide, scratch, 0, wide, false);
    product.multiply(TRIAL_DEPTH, scratch, b, a, scratch, b, wide, scratch, 0, wide, true);
  }
}
