package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;

/// The gradients of attention, planned once for its sizes and places, then run as often as the
/// elements change.
///
/// The weights of a block of queries are computed again, and live in working storage only. What
/// blocks add to the gradients of keys and values is added in their order, so a thread works on all
/// blocks of a matrix.
///
/// `T` is `float[]` or `double[]`.
public final class AttentionBackward<T> implements Runnable {
  private static final int BLOCK = AttentionSizes.BLOCK;

  private final AttentionSizes sizes;
  private final AttentionInputs in;
  private final Gradients gradients;
  private final Multiplier<T> multiplier;
  private final Products[] products;
  private final Slots<Worker> workers;
  private final Workers.Part part = this::share;
  private final long work;
  private int parts;

  /// What arrives and what is computed, all of the shapes of what they belong to. The columns of
  /// what is computed are neighbours.
  ///
  /// @param output the result of attention
  /// @param upstream its gradient
  /// @param queries the gradient of the queries
  /// @param keys the gradient of the keys
  /// @param values the gradient of the values
  public record Gradients(
      Matrices output, Matrices upstream, Matrices queries, Matrices keys, Matrices values) {}

  /// The products for one block of queries.
  private record Products(Gemm scores, Gemm slopes, Gemm queries, Gemm keys, Gemm values) {}

  private AttentionBackward(
      AttentionSizes sizes, AttentionInputs in, Gradients gradients, Multiplier<T> multiplier) {
    this.sizes = sizes;
    this.in = in;
    this.gradients = gradients;
    this.multiplier = multiplier;
    work = gradients.queries.count() * sizes.work();
    workers = new Slots<>(Worker::new);
    products = new Products[sizes.blocks()];
    var worker = new Worker();
    for (int block = 0; block < products.length; block++) {
      products[block] = products(block, worker.rows.scores(block));
    }
    workers.give(worker);
  }

  private Products products(int block, Gemm scores) {
    int rows = sizes.rows(block);
    int seen = sizes.seen(block);
    int features = sizes.features();
    int outputs = sizes.outputs();
    var weights = new Strides(sizes.row(), 1);
    var q = Strides.ofColumns(features);
    var dy = Strides.ofColumns(outputs);
    return new Products(
        scores,
        Gemm.of(rows, seen, outputs, dy, in.values().strides.transposed(), sizes.row()),
        Gemm.of(rows, features, seen, weights, in.keys().strides, gradients.queries.strides.row()),
        Gemm.of(seen, features, rows, weights.transposed(), q, gradients.keys.strides.row())
            .added(),
        Gemm.of(seen, outputs, rows, weights.transposed(), dy, gradients.values.strides.row())
            .added());
  }

  /// Returns the plan.
  public static Runnable of(AttentionSizes sizes, AttentionInputs in, Gradients gradients) {
    return of(
        sizes, in, gradients, sizes.element() == Element.F32 ? Multiplier.F32 : Multiplier.F64);
  }

  /// Returns the plan on a multiplier of the sizes' element type.
  static Runnable of(
      AttentionSizes sizes, AttentionInputs in, Gradients gradients, Multiplier<?> multiplier) {
    return new AttentionBackward<>(sizes, in, gradients, multiplier);
  }

  @Override
  public void run() {
    int count = gradients.queries.count();
    parts = AttentionForward.parts(work, count);
    Workers.run(parts, part);
  }

  private void share(int index) {
    int count = gradients.queries.count();
    int to = BlockedProduct.share(count, index + 1, parts);
    var worker = workers.take();
    var scratch = multiplier.scratches().take();
    try {
      worker.begin(scratch.reserve(worker.length()));
      for (int i = BlockedProduct.share(count, index, parts); i < to; i++) {
        worker.run(i);
      }
    } finally {
      worker.release();
      workers.give(worker);
      multiplier.scratches().give(scratch);
    }
  }

  private final class Worker {
    private final AttentionRows<T> rows = new AttentionRows<>(sizes, in, multiplier);
    private final RowLoop divide;
    private final RowLoop multiply;
    private final RowLoop slope;
    private final RowLoop scale;
    private final T none = multiplier.tiles().plain.allocate(0);
    private T storage = none;

    // Where working storage begins of what blocks need.
    private final int slopes = rows.length();
    private final int upstream = slopes + BLOCK * sizes.row();
    private final int terms = upstream + BLOCK * sizes.outputs();
    private final int sums = terms + BLOCK * sizes.outputs();

    Worker() {
      var element = sizes.element();
      int columns = gradients.upstream.strides.column();
      divide = new RowLoop(input(0).div(input(1)), element, columns, 0);
      multiply = new RowLoop(input(0).mul(input(1)), element, 1, gradients.output.strides.column());
      slope = new RowLoop(input(0).mul(input(1).sub(input(2))), element, 1, 1, 0);
      scale = new RowLoop(input(0).mul(input(1)), element, 1, 0);
    }

    int length() {
      return sums + BLOCK;
    }

    void begin(T scratch) {
      storage = scratch;
      rows.begin(scratch);
    }

    void release() {
      storage = none;
      rows.release();
      divide.release();
      multiply.release();
      slope.release();
      scale.release();
    }

    void run(int index) {
      clear(gradients.keys, index, sizes.features());
      clear(gradients.values, index, sizes.outputs());
      for (int block = 0; block < products.length; block++) {
        rows.compute(index, block, products[block].scores);
        divide(index, block);
        slopes(index, block);
        queries(index, block);
        T k = array(gradients.keys);
        T v = array(gradients.values);
        int row = AttentionRows.QUERIES;
        one(products[block].keys, storage, slopes, storage, row, k, gradients.keys.place(index));
        int to = gradients.values.place(index);
        one(products[block].values, storage, rows.powers, storage, upstream, v, to);
      }
    }

    private void clear(Matrices matrices, int index, int columns) {
      int row = matrices.strides.row();
      for (int key = 0; key < sizes.keys(); key++) {
        int place = matrices.place(index) + key * row;
        multiplier.tiles().plain.clear(array(matrices), place, columns);
      }
    }

    /// Divides the upstream gradient by the sums of the powers, and sums its products with the
    /// output.
    private void divide(int index, int block) {
      int count = sizes.rows(block);
      int outputs = sizes.outputs();
      place(divide, 0, gradients.upstream, index, block);
      divide.place(1, storage, AttentionRows.TOTALS, 1).place(2, storage, upstream, outputs);
      divide.run(count, outputs);
      multiply.place(0, storage, upstream, outputs);
      place(multiply, 1, gradients.output, index, block);
      multiply.place(2, storage, terms, outputs).run(count, outputs);
      rows.fold(Fold.SUM, terms, outputs, count, outputs, sums);
    }

    private void place(RowLoop loop, int operand, Matrices matrices, int index, int block) {
      int row = matrices.strides.row();
      loop.place(operand, matrices.array(), matrices.place(index) + block * BLOCK * row, row);
    }

    /// Computes the gradients of the scores.
    private void slopes(int index, int block) {
      int row = sizes.row();
      T v = array(in.values());
      one(products[block].slopes, storage, upstream, v, in.values().place(index), storage, slopes);
      slope.place(0, storage, rows.powers, row).place(1, storage, slopes, row);
      slope.place(2, storage, sums, 1).place(3, storage, slopes, row);
      slope.run(sizes.rows(block), sizes.seen(block));
    }

    private void queries(int index, int block) {
      int row = gradients.queries.strides.row();
      T k = array(in.keys());
      T q = array(gradients.queries);
      int to = gradients.queries.place(index) + block * BLOCK * row;
      one(products[block].queries, storage, slopes, k, in.keys().place(index), q, to);
      scale.place(0, q, to, row).place(1, storage, 0, 0).place(2, q, to, row);
      scale.run(sizes.rows(block), sizes.features());
    }

    private void one(Gemm gemm, T a, int aPlace, T b, int bPlace, T c, int cPlace) {
      multiplier.one(gemm, 1, a, aPlace, b, bPlace, c, cPlace);
    }

    @SuppressWarnings("unchecked") // all storages hold elements of one type
    private T array(Matrices matrices) {
      return (T) matrices.array();
    }
  }
}
