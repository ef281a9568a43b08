package dev.chainrule.kernel;

import org.jspecify.annotations.Nullable;

/// A matrix product `C = A · B`, planned once for its sizes and strides, then run on any arrays and
/// offsets.
///
/// `A` is m × k, `B` is k × n, `C` is m × n. `A` and `B` have any strides, so transposed views cost
/// nothing; the rows of `C` are contiguous. `C` must not overlap `A` or `B`. A product may be
/// [repeated][#repeated] over a batch. Running allocates nothing once warm, and several threads may
/// run the same plan at once.
///
/// Rounding depends on `k` alone, never on strides, threads or vectors: see the section "Matrix
/// product" in `docs/numerics.md`. Whole numbers wrap around, as in Java.
public final class Gemm {
  /// Results up to this size may be kept once for every group of chunks.
  private static final int FEW_ELEMENTS = 1 << 12;

  final int m;
  final int n;
  final int k;
  final Strides a;
  final Strides b;
  final int cRow;
  final Batch batch;

  private final @Nullable Tail tail;

  /// The strides of `B` if a line is a column.
  final Strides bColumns;

  /// For a small result of a long product: the product of every whole group of chunks, and of the
  /// rest.
  final @Nullable Split split;

  private Gemm(int m, int n, int k, Strides a, Strides b, int cRow, Batch batch) {
    this(m, n, k, a, b, cRow, batch, null);
  }

  private Gemm(
      int m, int n, int k, Strides a, Strides b, int cRow, Batch batch, @Nullable Tail tail) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.a = a;
    this.b = b;
    this.cRow = cRow;
    this.batch = batch;
    this.tail = tail;
    bColumns = b.transposed();
    split = k > GemmReference.GROUP && m * n <= FEW_ELEMENTS ? split() : null;
  }

  /// The distances in an array between neighbouring rows and between neighbouring columns of a
  /// matrix.
  public record Strides(int row, int column) {
    /// Of a contiguous matrix with this many columns.
    public static Strides ofColumns(int columns) {
      return new Strides(columns, 1);
    }

    /// Of the transposed matrix.
    public Strides transposed() {
      return new Strides(column, row);
    }
  }

  /// How often a product is repeated, and how far each operand's offset moves every time.
  record Batch(int count, int a, int b, int c) {
    static final Batch ONE = new Batch(1, 0, 0, 0);
  }

  /// A product cut along k: one for each whole group, their results one after another, and one for
  /// what remains.
  record Split(Gemm groups, Gemm rest) {}

  /// A product of m × k and k × n, whose result has rows `cRow` apart.
  public static Gemm of(int m, int n, int k, Strides a, Strides b, int cRow) {
    return new Gemm(m, n, k, a, b, cRow, Batch.ONE);
  }

  /// A product of contiguous matrices.
  public static Gemm of(int m, int n, int k) {
    return of(m, n, k, Strides.ofColumns(k), Strides.ofColumns(n), n);
  }

  /// This product, `count` times over, the operands moving by these steps every time. A step of 0
  /// uses the same operand again; the results must not overlap.
  public Gemm repeated(int count, int aStep, int bStep, int cStep) {
    boolean oneTallProduct = bStep == 0 && aStep == m * a.row && cStep == m * cRow;
    return oneTallProduct
        ? of(m * count, n, k, a, b, cRow)
        : new Gemm(m, n, k, a, b, cRow, new Batch(count, aStep, bStep, cStep));
  }

  /// Returns this product, followed by what is done with every part of its results once it is
  /// finished.
  public Gemm then(Tail next) {
    return new Gemm(m, n, k, a, b, cRow, batch, next);
  }

  /// Hands a part of a result on.
  void finished(int place, int rows, int columns) {
    if (tail != null && rows > 0 && columns > 0) {
      tail.run(place, cRow, rows, columns);
    }
  }

  /// Runs the product on 32-bit floating-point arrays, each from its offset.
  public void run(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    Multiplier.F32.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  /// Runs the product on 64-bit floating-point arrays, each from its offset.
  public void run(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    Multiplier.F64.run(this, a, aOffset, b, bOffset, c, cOffset);
  }

  /// Runs the product on 32-bit integer arrays, each from its offset.
  public void run(int[] a, int aOffset, int[] b, int bOffset, int[] c, int cOffset) {
    for (int i = 0; i < batch.count; i++) {
      GemmReference.multiply(
          this, a, aOffset + i * batch.a, b, bOffset + i * batch.b, c, cOffset + i * batch.c);
      finished(cOffset + i * batch.c, m, n);
    }
  }

  /// Runs the product on 64-bit integer arrays, each from its offset.
  public void run(long[] a, int aOffset, long[] b, int bOffset, long[] c, int cOffset) {
    for (int i = 0; i < batch.count; i++) {
      GemmReference.multiply(
          this, a, aOffset + i * batch.a, b, bOffset + i * batch.b, c, cOffset + i * batch.c);
      finished(cOffset + i * batch.c, m, n);
    }
  }

  /// Multiplications and additions of one product.
  long work() {
    return (long) m * n * k;
  }

  private Split split() {
    int group = GemmReference.GROUP;
    int groups = k / group;
    Batch steps = new Batch(groups, group * a.column, group * b.row, m * n);
    return new Split(
        new Gemm(m, n, group, a, b, n, steps), new Gemm(m, n, k % group, a, b, n, Batch.ONE));
  }
}
