package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;

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

  /// `weight · (d − sum)`, times the scale
  static final Expression SLOPE = input(0).mul(input(1).sub(input(2))).mul(input(3));

  private final AttentionSizes sizes;
  private final AttentionInputs in;
  private final Gradients gradients;
  private final Multiplier<T> multiplier;
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

  private AttentionBackward(
      AttentionSizes sizes, AttentionInputs in, Gradients gradients, Multiplier<T> multiplier) {
    this.sizes = sizes;
    this.in = in;
    this.gradients = gradients;
    this.multiplier = multiplier;
    work = gradients.queries.count() * sizes.work();
    workers = new Slots<>(Worker::new);
    workers.give(new Worker());
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
    private final AttentionRows<T> rows = new AttentionRows<>(sizes, in, multiplier.tiles());
    private final RowLoop slope = new RowLoop(SLOPE, sizes.element(), 1, 1, 1, 0);
    private final Strides queryColumns = in.queries().strides.transposed();
    private final Strides upstreamColumns = gradients.upstream.strides.transposed();
    private final T none = multiplier.tiles().plain.allocate(0);
    private T storage = none;

    // Where working storage begins of what blocks need: gradients of scores, strips of queries and
    // upstream gradients, terms of sums, and the sums, twice.
    private final int slopes = rows.length();
    private final int queries = slopes + rows.weightsLength() + multiplier.tiles().high() * BLOCK;
    private final int upstream = queries + AttentionRows.strips(sizes.features(), BLOCK);
    private final int terms = upstream + AttentionRows.strips(sizes.outputs(), BLOCK);
    private final int sums = terms + BLOCK * sizes.outputs();

    int length() {
      return sums + AttentionRows.PAIR;
    }

    void begin(T scratch) {
      storage = scratch;
      rows.begin(scratch);
    }

    void release() {
      storage = none;
      rows.release();
      slope.release();
    }

    void run(int index) {
      rows.prepare(index);
      for (int block = 0; block < sizes.blocks(); block++) {
        rows.compute(index, block);
        slopes(index, block);
        queries(index, block);
        addTo(gradients.keys, index, block, slopes, queries, sizes.features());
        addTo(gradients.values, index, block, rows.weights, upstream, sizes.outputs());
      }
      clear(gradients.keys, index, sizes.features());
      clear(gradients.values, index, sizes.outputs());
    }

    /// Clears the gradients of what no query sees.
    private void clear(Matrices matrices, int index, int columns) {
      int row = matrices.strides.row();
      for (int key = sizes.seen(sizes.blocks() - 1); key < sizes.keys(); key++) {
        int place = matrices.place(index) + key * row;
        multiplier.tiles().plain.clear(array(matrices), place, columns);
      }
    }

    /// Computes the gradients of the scores, times the scale.
    private void slopes(int index, int block) {
      int outputs = sizes.outputs();
      int seen = sizes.seen(block);
      rows.turn(gradients.upstream, index, block, outputs, AttentionRows.TURNED);
      rows.turn(gradients.output, index, block, outputs, terms);
      rows.multiply(terms, AttentionRows.TURNED, outputs * BLOCK);
      rows.fold(Fold.SUM, terms, outputs, BLOCK, sums);
      System.arraycopy(storage, sums, storage, sums + BLOCK, BLOCK);
      rows.product.left(rows.values, sizes.keys()).right(AttentionRows.TURNED, outputs);
      rows.product.to(storage, slopes, BLOCK).run(seen, sizes.rows(block), outputs, false);
      int row = AttentionRows.PAIR;
      slope.place(0, storage, rows.weights, row).place(1, storage, slopes, row);
      slope.place(2, storage, sums, 0).place(3, storage, AttentionRows.SCALE, 0);
      slope.place(4, storage, slopes, row).run(Math.ceilDiv(seen, 2), row);
    }

    /// Computes the gradients of the queries, and makes ready what the others are made of.
    private void queries(int index, int block) {
      int count = sizes.rows(block);
      int features = sizes.features();
      int row = gradients.queries.strides.row();
      int to = gradients.queries.place(index) + block * BLOCK * row;
      rows.product.leftTransposed(slopes).right(rows.keys, sizes.keys());
      rows.product
          .to(array(gradients.queries), to, row)
          .run(count, features, sizes.seen(block), false);
      int q = in.queries().place(index) + block * BLOCK * in.queries().strides.row();
      rows.cut(in.queries(), queryColumns, q, count, features, queries);
      var given = gradients.upstream;
      int dy = given.place(index) + block * BLOCK * given.strides.row();
      rows.cut(given, upstreamColumns, dy, count, sizes.outputs(), upstream);
    }

    /// Adds what a block gives to the gradient of keys or values; those that it is the first to see
    /// are written.
    private void addTo(Matrices to, int index, int block, int left, int right, int columns) {
      int count = sizes.rows(block);
      int met = block == 0 ? 0 : sizes.open(block);
      int row = to.strides.row();
      int place = to.place(index);
      rows.product.left(left, sizes.keys()).right(right, count).to(array(to), place, row);
      rows.product.run(met, columns, count, true);
      rows.product.left(left + met * BLOCK, sizes.keys()).to(array(to), place + met * row, row);
      rows.product.run(sizes.seen(block) - met, columns, count, false);
    }

    @SuppressWarnings("unchecked") // all storages hold elements of one type
    private T array(Matrices matrices) {
      return (T) matrices.array();
    }
  }
}
