package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;

/// Attention, planned once for its sizes and places, then run as often as the elements change.
///
/// The weights of a block of queries live in working storage only. Threads share blocks; the order
/// of rounding stands in `docs/numerics.md`, "Attention".
///
/// `T` is `float[]` or `double[]`.
public final class AttentionForward<T> implements Runnable {
  private final AttentionSizes sizes;
  private final AttentionInputs in;
  private final Matrices result;
  private final Multiplier<T> multiplier;
  private final Gemm[] scores;
  private final Gemm[] values;
  private final Slots<Worker> workers;
  private final Workers.Part part = this::share;
  private final long work;
  private int parts;

  private AttentionForward(
      AttentionSizes sizes, AttentionInputs in, Matrices result, Multiplier<T> multiplier) {
    this.sizes = sizes;
    this.in = in;
    this.result = result;
    this.multiplier = multiplier;
    work = result.count() * sizes.work();
    workers = new Slots<>(Worker::new);
    scores = new Gemm[sizes.blocks()];
    values = new Gemm[sizes.blocks()];
    var worker = new Worker();
    for (int block = 0; block < sizes.blocks(); block++) {
      scores[block] = worker.rows.scores(block);
      values[block] =
          Gemm.of(
              sizes.rows(block),
              sizes.outputs(),
              sizes.seen(block),
              new Strides(sizes.row(), 1),
              in.values().strides,
              result.strides.row());
    }
    workers.give(worker);
  }

  /// Returns the plan.
  ///
  /// @param result `[queries, outputs]`, whose columns are neighbours
  public static Runnable of(AttentionSizes sizes, AttentionInputs in, Matrices result) {
    return of(sizes, in, result, sizes.element() == Element.F32 ? Multiplier.F32 : Multiplier.F64);
  }

  /// Returns the plan on a multiplier of the sizes' element type.
  static Runnable of(
      AttentionSizes sizes, AttentionInputs in, Matrices result, Multiplier<?> multiplier) {
    return new AttentionForward<>(sizes, in, result, multiplier);
  }

  @Override
  public void run() {
    int tasks = result.count() * sizes.blocks();
    parts = parts(work, tasks);
    Workers.run(parts, part);
  }

  /// Returns into how many parts tasks are shared that take so many multiply-adds together.
  static int parts(long work, int tasks) {
    return Math.clamp(work / Multiplier.GRAIN, 1, Math.min(tasks, 4 * Workers.threads()));
  }

  private void share(int index) {
    int tasks = result.count() * sizes.blocks();
    int from = BlockedProduct.share(tasks, index, parts);
    int to = BlockedProduct.share(tasks, index + 1, parts);
    var worker = workers.take();
    var scratch = multiplier.scratches().take();
    try {
      T storage = scratch.reserve(worker.rows.length());
      worker.rows.begin(storage);
      for (int task = from; task < to; task++) {
        worker.run(task / sizes.blocks(), task % sizes.blocks(), storage);
      }
    } finally {
      worker.release();
      workers.give(worker);
      multiplier.scratches().give(scratch);
    }
  }

  private final class Worker {
    private final AttentionRows<T> rows = new AttentionRows<>(sizes, in, multiplier);
    private final RowLoop divide = new RowLoop(input(0).div(input(1)), sizes.element(), 1, 0);

    @SuppressWarnings("unchecked") // all storages hold elements of one type
    void run(int index, int block, T storage) {
      rows.compute(index, block, scores[block]);
      int row = result.strides.row();
      int to = result.place(index) + block * AttentionSizes.BLOCK * row;
      T v = (T) in.values().array();
      T y = (T) result.array();
      multiplier.one(values[block], 1, storage, rows.powers, v, in.values().place(index), y, to);
      divide.place(0, y, to, row).place(1, storage, AttentionRows.TOTALS, 1).place(2, y, to, row);
      divide.run(sizes.rows(block), sizes.outputs());
    }

    void release() {
      rows.release();
      divide.release();
    }
  }
}
