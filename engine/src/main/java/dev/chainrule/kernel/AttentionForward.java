package dev.chainrule.kernel;

/// Attention, planned once for its sizes and places, then run as often as the elements change.
///
/// The weights of a block of queries live in working storage only. Threads share blocks; the order
/// of rounding stands in `docs/numerics.md`, "Attention".
///
/// `T` is `float[]` or `double[]`.
public final class AttentionForward<T> implements Runnable {
  private final AttentionSizes sizes;
  private final Matrices result;
  private final Multiplier<T> multiplier;
  private final Slots<AttentionRows<T>> workers;
  private final Workers.Part part = this::share;
  private final long work;
  private int parts;

  private AttentionForward(
      AttentionSizes sizes, AttentionInputs in, Matrices result, Multiplier<T> multiplier) {
    this.sizes = sizes;
    this.result = result;
    this.multiplier = multiplier;
    work = result.count() * sizes.work();
    workers = new Slots<>(() -> new AttentionRows<>(sizes, in, multiplier.tiles()));
    workers.give(new AttentionRows<>(sizes, in, multiplier.tiles()));
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
    var rows = workers.take();
    var scratch = multiplier.scratches().take();
    try {
      rows.begin(scratch.reserve(rows.length()));
      for (int task = from; task < to; task++) {
        if (task == from || task % sizes.blocks() == 0) {
          rows.prepare(task / sizes.blocks());
        }
        run(rows, task / sizes.blocks(), task % sizes.blocks());
      }
    } finally {
      rows.release();
      workers.give(rows);
      multiplier.scratches().give(scratch);
    }
  }

  @SuppressWarnings("unchecked") // all storages hold elements of one type
  private void run(AttentionRows<T> rows, int index, int block) {
    rows.compute(index, block);
    int row = result.strides.row();
    int to = result.place(index) + block * AttentionSizes.BLOCK * row;
    rows.product
        .leftTransposed(rows.weights)
        .right(rows.values, sizes.keys())
        .to((T) result.array(), to, row)
        .run(sizes.rows(block), sizes.outputs(), sizes.seen(block), false);
  }
}
