package dev.chainrule.kernel;

/// Runs plans of matrix products on arrays of one element type. `T` is `float[]` or `double[]`.
final class Multiplier<T> {
  static final Multiplier<float[]> F32 =
      new Multiplier<>(new Tiles<>(new PlainFloats(), Element.F32));
  static final Multiplier<double[]> F64 =
      new Multiplier<>(new Tiles<>(new PlainDoubles(), Element.F64));

  /// Multiply-adds up to which plain loops are faster than packing.
  private static final int SMALL = 4096;

  /// Columns up to which a vector would be nearly empty.
  private static final int NARROW = 2;

  /// Multiply-adds worth handing to another thread: some 10 microseconds in plain Java, 1 in
  /// vectors.
  static final int GRAIN = 1 << 16;

  private final Tiles<T> tiles;
  private final Slots<Workspace<T>> workspaces;
  private final Slots<BlockedProduct<T>> products;
  private final Slots<StreamedProduct<T>> streamed;
  private final Slots<BatchedProduct<T>> batches;
  private final Slots<Scratch<T>> scratches;

  Multiplier(Tiles<T> tiles) {
    this.tiles = tiles;
    workspaces = new Slots<>(() -> new Workspace<>(tiles));
    products = new Slots<>(this::newProduct);
    streamed = new Slots<>(() -> new StreamedProduct<>(tiles, workspaces));
    batches = new Slots<>(() -> new BatchedProduct<>(this, tiles.plain.allocate(0)));
    scratches = new Slots<>(() -> new Scratch<>(tiles.plain));
  }

  /// Working storage, for one thread at a time.
  Slots<Scratch<T>> scratches() {
    return scratches;
  }

  /// The tiles and panels that products are made of.
  Tiles<T> tiles() {
    return tiles;
  }

  BlockedProduct<T> newProduct() {
    return new BlockedProduct<>(tiles, workspaces);
  }

  void run(Gemm gemm, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    Gemm.Batch batch = gemm.batch;
    int threads = Workers.threads();
    if (batch.count() >= threads && batch.count() > 1 && batch.count() * gemm.work() > 2 * GRAIN) {
      BatchedProduct<T> product = batches.take();
      try {
        product.run(gemm, a, aOffset, b, bOffset, c, cOffset);
      } finally {
        batches.give(product);
      }
    } else {
      for (int i = 0; i < batch.count(); i++) {
        one(
            gemm,
            threads,
            a,
            aOffset + i * batch.a(),
            b,
            bOffset + i * batch.b(),
            c,
            cOffset + i * batch.c());
      }
    }
  }

  /// Runs one product of a batch on at most `threads` threads.
  void one(Gemm gemm, int threads, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    if (isPlain(gemm)) {
      plain(gemm, a, aOffset, b, bOffset, c, cOffset);
      return;
    }
    if (StreamedProduct.suits(gemm, threads)) {
      stream(gemm, threads, a, aOffset, b, bOffset, c, cOffset);
      return;
    }
    BlockedProduct<T> product = products.take();
    try {
      if (gemm.split == null || threads == 1) {
        product.run(gemm, threads, a, aOffset, b, bOffset, c, cOffset);
      } else {
        sum(gemm.split, product, a, aOffset, b, bOffset, c, cOffset, gemm);
      }
    } finally {
      products.give(product);
    }
  }

  private void stream(
      Gemm gemm, int threads, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    StreamedProduct<T> product = streamed.take();
    try {
      product.run(gemm, threads, a, aOffset, b, bOffset, c, cOffset);
    } finally {
      streamed.give(product);
    }
  }

  static boolean isPlain(Gemm gemm) {
    return gemm.k <= GemmReference.GROUP && (gemm.n <= NARROW || gemm.work() <= SMALL);
  }

  private void plain(Gemm gemm, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    int p = 0;
    do {
      tiles.plain.multiply(
          gemm.m,
          gemm.n,
          Math.min(GemmReference.CHUNK, gemm.k - p),
          a,
          aOffset + p * gemm.a.column(),
          gemm.a.row(),
          gemm.a.column(),
          b,
          bOffset + p * gemm.b.row(),
          gemm.b.row(),
          gemm.b.column(),
          c,
          cOffset,
          gemm.cRow,
          p > 0);
      p += GemmReference.CHUNK;
    } while (p < gemm.k);
    gemm.finished(cOffset, gemm.m, gemm.n);
  }

  /// Computes the sums of all groups at once, then adds them in order.
  private void sum(
      Gemm.Split split,
      BlockedProduct<T> product,
      T a,
      int aOffset,
      T b,
      int bOffset,
      T c,
      int cOffset,
      Gemm gemm) {
    Gemm.Batch groups = split.groups().batch;
    T sums = product.reserve(groups.count() * groups.c());
    run(split.groups(), a, aOffset, b, bOffset, sums, 0);
    for (int i = 0; i < groups.count(); i++) {
      tiles.plain.store(sums, i * groups.c(), gemm.n, c, cOffset, gemm.cRow, gemm.m, gemm.n, i > 0);
    }
    if (split.rest().k > 0) {
      int aRest = aOffset + groups.count() * groups.a();
      int bRest = bOffset + groups.count() * groups.b();
      run(split.rest(), a, aRest, b, bRest, sums, 0);
      tiles.plain.store(sums, 0, gemm.n, c, cOffset, gemm.cRow, gemm.m, gemm.n, true);
    }
    gemm.finished(cOffset, gemm.m, gemm.n);
  }
}
