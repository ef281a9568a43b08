package dev.chainrule.kernel;

/// A batch of matrix products in flight: each runs on one thread.
final class BatchedProduct<T> {
  private final Multiplier<T> multiplier;
  private final T none;
  private final Workers.Part running = this::runShare;

  private Gemm gemm = Gemm.of(0, 0, 0);
  private T a;
  private int aOffset;
  private T b;
  private int bOffset;
  private T c;
  private int cOffset;
  private int parts;

  BatchedProduct(Multiplier<T> multiplier, T none) {
    this.multiplier = multiplier;
    this.none = none;
    a = none;
    b = none;
    c = none;
  }

  void run(Gemm gemm, T a, int aOffset, T b, int bOffset, T c, int cOffset) {
    this.gemm = gemm;
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.c = c;
    this.cOffset = cOffset;
    parts = Math.min(gemm.batch.count(), 4 * Workers.threads());
    Workers.run(parts, running);
    this.a = none; // or the operands could not be collected
    this.b = none;
    this.c = none;
  }

  private void runShare(int part) {
    Gemm.Batch batch = gemm.batch;
    int end = BlockedProduct.share(batch.count(), part + 1, parts);
    for (int i = BlockedProduct.share(batch.count(), part, parts); i < end; i++) {
      multiplier.one(
          gemm,
          1,
          a,
          aOffset + i * batch.a(),
          b,
          bOffset + i * batch.b(),
          c,
          cOffset + i * batch.c());
    }
  }
}
