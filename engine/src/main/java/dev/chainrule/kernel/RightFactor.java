package dev.chainrule.kernel;

/// A matrix that many products have as their right factor, packed once for all of them.
///
/// Every product runs on the thread that asks for it, and several may run at once. It rounds as
/// [Gemm] says. `T` is `float[]` or `double[]`.
final class RightFactor<T> {
  private final Multiplier<T> multiplier;
  private final boolean packs;
  private final T panels;
  private final Slots<BlockedProduct<T>> products;
  private T b;
  private int offset;

  private RightFactor(Multiplier<T> multiplier, Gemm gemm) {
    this.multiplier = multiplier;
    var tiles = multiplier.tiles();
    int wide = tiles.wide();
    packs = BlockedProduct.packsAtOnce(gemm, wide);
    panels = tiles.plain.allocate(packs ? Math.ceilDiv(gemm.n, wide) * wide * gemm.k : 0);
    products = new Slots<>(multiplier::newProduct);
    b = panels;
  }

  /// Returns room for a matrix with the size and strides that it has in a product.
  static RightFactor<?> of(Gemm gemm, Element element) {
    return element == Element.F32
        ? new RightFactor<>(Multiplier.F32, gemm)
        : new RightFactor<>(Multiplier.F64, gemm);
  }

  /// Reads the matrix.
  @SuppressWarnings("unchecked") // an array of the element that this was made for
  void set(Gemm gemm, Object array, int place) {
    b = (T) array;
    offset = place;
    if (packs) {
      var product = products.take();
      try {
        product.pack(gemm, b, offset, panels);
      } finally {
        products.give(product);
      }
    }
  }

  /// Runs a product with the matrix.
  @SuppressWarnings("unchecked") // arrays of the element that this was made for
  void multiply(Gemm gemm, Object a, int aPlace, Object c, int cPlace) {
    if (!packs || Multiplier.isPlain(gemm)) {
      multiplier.one(gemm, 1, (T) a, aPlace, b, offset, (T) c, cPlace);
      return;
    }
    var product = products.take();
    try {
      product.run(gemm, panels, (T) a, aPlace, (T) c, cPlace);
    } finally {
      products.give(product);
    }
  }

  /// Forgets the matrix, so that it can be collected.
  void release() {
    b = panels;
  }
}
