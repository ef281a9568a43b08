package dev.chainrule.kernel;

import java.util.List;
import java.util.stream.Stream;

/// A recurrent cell over a whole sequence, planned once for its sizes, then run on any arrays and
/// places.
///
/// A step in time is one matrix product, of the states before with the recurrent weights, and one
/// pass over the batch for all functions of the cell. Several threads may run a plan at once. The
/// order of rounding stands in `docs/numerics.md`, "Recurrent networks"; the control is the
/// operation's body.
public final class RecurrentForward {
  private static final Plans<RecurrentSizes, RecurrentForward> PLANS =
      new Plans<>(RecurrentForward::new);

  private final RecurrentSizes sizes;
  private final Gemm first;
  private final Gemm next;
  private final Slots<Run> runs;

  private RecurrentForward(RecurrentSizes sizes) {
    this.sizes = sizes;
    first = sizes.product(sizes.batch(), sizes.states());
    next = sizes.product(sizes.batch(), sizes.time() * sizes.row());
    runs = new Slots<>(() -> new Run(sizes));
  }

  /// Returns the plan for sizes; plans in use are made only once.
  public static RecurrentForward of(RecurrentSizes sizes) {
    return PLANS.get(sizes);
  }

  /// Where the operands lie, all of them contiguous.
  ///
  /// @param gates the inputs `[batch, time, gates]`
  /// @param recurrent the recurrent weights `[hidden, gates]`
  /// @param initial the state before the first step `[batch, states]`
  /// @param bias `[gates]`, only read by a cell that has one
  /// @param mask numbers 1 and 0 `[batch, time]`, only read by a plan with a mask
  public record Operands(
      Storage gates, Storage recurrent, Storage initial, Storage bias, Storage mask) {}

  /// Computes the states after all steps, `[batch, time, states]`, and perhaps after each of them
  /// what its step computed on the way.
  public void run(Operands operands, Storage states) {
    if (sizes.isEmpty()) {
      return;
    }
    var run = runs.take();
    try {
      run(run, operands, states);
    } finally {
      run.loop.release();
      runs.give(run);
    }
  }

  private void run(Run run, Operands in, Storage states) {
    int row = sizes.row();
    var loop = run.loop;
    loop.place(CellSlot.PRODUCT, run.product, 0, sizes.gates());
    loop.place(CellSlot.ACTIVE, run.active, 0, sizes.actives());
    loop.place(CellSlot.BIAS, in.bias.array(), in.bias.offset(), 0);
    loop.place(CellSlot.BEFORE, in.initial.array(), in.initial.offset(), sizes.states());
    var before = in.initial;
    int place = before.offset();
    for (int order = 0; order < sizes.time(); order++) {
      int step = sizes.step(order);
      var weights = in.recurrent;
      sizes.run(
          order == 0 ? first : next,
          before.array(),
          place,
          weights.array(),
          weights.offset(),
          run.product,
          0);
      place(loop, CellSlot.GATES, in.gates, step, sizes.gates());
      place(loop, CellSlot.MASK, in.mask, step, 1);
      place(loop, CellSlot.STATE, states, step, row);
      place = states.offset() + step * row;
      if (sizes.kept()) {
        loop.place(CellSlot.ACTIVE, states.array(), place + sizes.states(), sizes.time() * row);
      }
      loop.run();
      place(loop, CellSlot.BEFORE, states, step, row);
      before = states;
    }
  }

  private void place(CellLoop loop, CellSlot slot, Storage storage, int step, int size) {
    loop.place(slot, storage.array(), storage.offset() + step * size, sizes.time() * size);
  }

  /// What one run needs besides the operands.
  private static final class Run {
    final Object product;
    final Object active;
    final CellLoop loop;

    Run(RecurrentSizes sizes) {
      int batch = sizes.batch();
      product = sizes.allocate(batch * sizes.gates());
      active = sizes.allocate(sizes.kept() ? 0 : batch * sizes.actives());
      List<CellStep> steps =
          Stream.concat(sizes.cell().activate().stream(), sizes.cell().advance().stream()).toList();
      loop = new CellLoop(steps, sizes.masked(), sizes.element(), batch, sizes.hidden());
    }
  }
}
