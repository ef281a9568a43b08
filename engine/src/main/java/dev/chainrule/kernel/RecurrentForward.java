package dev.chainrule.kernel;

import java.util.List;
import java.util.stream.Stream;

/// A recurrent cell over a whole sequence, planned once for its sizes, then run on any arrays and
/// places.
///
/// A step in time is one matrix product, of the states before with the recurrent weights, and one
/// pass over the batch for all functions of the cell; some cells have a second product and a second
/// pass. Several threads may run a plan at once. The order of rounding stands in
/// `docs/numerics.md`, "Recurrent networks"; the control is the operation's body.
public final class RecurrentForward {
  private static final Plans<RecurrentSizes, RecurrentForward> PLANS =
      new Plans<>(RecurrentForward::new);

  private final RecurrentSizes sizes;
  private final Slots<Run> runs;

  private RecurrentForward(RecurrentSizes sizes) {
    this.sizes = sizes;
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
  /// @param more the bias `[gates]` or the projection `[hidden, output]`, only read by a cell that
  ///   has one
  /// @param mask numbers 1 and 0 `[batch, time]`, only read by a plan with a mask
  public record Operands(
      Storage gates, Storage recurrent, Storage initial, Storage more, Storage mask) {
    static final Operands NONE =
        new Operands(
            RecurrentRun.NONE,
            RecurrentRun.NONE,
            RecurrentRun.NONE,
            RecurrentRun.NONE,
            RecurrentRun.NONE);
  }

  /// Computes the states after all steps, `[batch, time, states]`, and perhaps after each of them
  /// what its step computed on the way.
  public void run(Operands operands, Storage states) {
    if (sizes.isEmpty()) {
      return;
    }
    var run = runs.take();
    try {
      run.start(operands, states);
    } finally {
      runs.give(run);
    }
  }

  /// One run in flight.
  private static final class Run extends RecurrentRun<Rows> {
    private Operands in = Operands.NONE;
    private Storage states = NONE;

    Run(RecurrentSizes sizes) {
      super(sizes, sizes.product(sizes.batch(), sizes.states()), sizes.innerProduct(sizes.batch()));
    }

    void start(Operands operands, Storage states) {
      in = operands;
      this.states = states;
      try {
        run(operands);
      } finally {
        in = Operands.NONE;
        this.states = NONE;
      }
    }

    @Override
    Rows share(int first, int rows) {
      return new Rows(sizes, first, rows);
    }

    @Override
    void run(Rows share) {
      share.begin(in);
      for (int order = 0; order < sizes.time(); order++) {
        step(share, order);
      }
    }

    private void step(Rows share, int order) {
      int step = sizes.step(order);
      int row = sizes.row();
      if (order == 0) {
        int place = in.initial.offset() + share.first * sizes.states();
        weights.multiply(share.start, in.initial.array(), place, share.product, 0);
      } else {
        int place = share.place(states, sizes.step(order - 1), row);
        weights.multiply(share.next, states.array(), place, share.product, 0);
        share.place(CellSlot.BEFORE, states, sizes.step(order - 1), row);
      }
      share.place(CellSlot.GATES, in.gates, step, sizes.gates());
      share.place(CellSlot.MASK, in.mask, step, 1);
      share.place(CellSlot.STATE, states, step, row);
      if (sizes.kept()) {
        int place = share.place(states, step, row) + sizes.states();
        share.place(CellSlot.ACTIVE, states.array(), place, sizes.time() * row);
      }
      share.early.run();
      if (sizes.cell().hasInner()) {
        multiplyInner(share, step);
        share.late.run();
      }
    }

    private void multiplyInner(Rows share, int step) {
      int block = sizes.cell().inner * sizes.hidden();
      if (sizes.kept()) {
        int place = share.place(states, step, sizes.row()) + sizes.states() + block;
        inner.multiply(share.innerProduct, states.array(), place, share.inner, 0);
      } else {
        inner.multiply(share.innerProduct, share.active, block, share.inner, 0);
      }
    }
  }

  /// What some rows of the batch need besides the operands.
  private static final class Rows extends RecurrentRun.Share {
    final Gemm start;
    final Gemm next;
    final Gemm innerProduct;
    final Object product;
    final Object active;
    final Object inner;

    Rows(RecurrentSizes sizes, int first, int rows) {
      super(sizes, first, rows, early(sizes, rows), late(sizes, rows));
      start = sizes.product(rows, sizes.states());
      next = sizes.product(rows, sizes.time() * sizes.row());
      innerProduct = sizes.innerProduct(rows);
      product = sizes.allocate(rows * sizes.gates());
      active = sizes.allocate(sizes.kept() ? 0 : rows * sizes.actives());
      inner = sizes.allocate(sizes.cell().hasInner() ? rows * sizes.output() : 0);
    }

    private static CellLoop early(RecurrentSizes sizes, int rows) {
      var cell = sizes.cell();
      return sizes.loop(
          cell.hasInner()
              ? cell.activate()
              : Stream.concat(cell.activate().stream(), cell.advance().stream()).toList(),
          rows);
    }

    private static CellLoop late(RecurrentSizes sizes, int rows) {
      return sizes.outputLoop(sizes.cell().hasInner() ? sizes.cell().advance() : List.of(), rows);
    }

    void begin(Operands in) {
      int width = sizes.states();
      place(CellSlot.PRODUCT, product, 0, sizes.gates());
      place(CellSlot.ACTIVE, active, 0, sizes.actives());
      place(CellSlot.INNER, inner, 0, sizes.output());
      place(CellSlot.BIAS, in.more.array(), in.more.offset(), 0);
      place(CellSlot.BEFORE, in.initial.array(), in.initial.offset() + first * width, width);
    }
  }
}
