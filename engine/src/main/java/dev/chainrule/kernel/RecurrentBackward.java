package dev.chainrule.kernel;

/// The gradients of a recurrent cell over a whole sequence, planned once for its sizes, then run on
/// any arrays and places.
///
/// Time runs backwards: a step is one pass over the batch and one product with the transposed
/// recurrent weights; a cell with a second product has one more pass before, and the transposed
/// second product between them. What the cell computed on the way was kept beside the states.
public final class RecurrentBackward {
  private static final Plans<RecurrentSizes, RecurrentBackward> PLANS =
      new Plans<>(RecurrentBackward::new);

  private final RecurrentSizes sizes;
  private final Slots<Run> runs;

  private RecurrentBackward(RecurrentSizes sizes) {
    this.sizes = sizes;
    runs = new Slots<>(() -> new Run(sizes));
  }

  /// Returns the plan for sizes; plans in use are made only once.
  public static RecurrentBackward of(RecurrentSizes sizes) {
    return PLANS.get(sizes);
  }

  /// Computes the gradients of all steps `[batch, time, gradients]` and, after them, those of the
  /// initial state `[batch, gradients]`, filled up with zeros.
  ///
  /// @param states the states after all steps and what the steps computed on the way, as
  ///   [RecurrentForward] keeps them
  /// @param upstream the gradients that arrive at them
  public void run(
      RecurrentForward.Operands operands, Storage states, Storage upstream, Storage gradients) {
    if (sizes.isEmpty()) {
      return;
    }
    var run = runs.take();
    try {
      run.start(operands, states, upstream, gradients);
    } finally {
      runs.give(run);
    }
  }

  /// One run in flight.
  private static final class Run extends RecurrentRun<Rows> {
    private RecurrentForward.Operands in = RecurrentForward.Operands.NONE;
    private Storage states = NONE;
    private Storage upstream = NONE;
    private Storage gradients = NONE;

    Run(RecurrentSizes sizes) {
      super(sizes, sizes.backProduct(sizes.batch()), sizes.innerBackProduct(sizes.batch()));
    }

    void start(
        RecurrentForward.Operands operands, Storage states, Storage upstream, Storage gradients) {
      in = operands;
      this.states = states;
      this.upstream = upstream;
      this.gradients = gradients;
      try {
        run(operands);
      } finally {
        in = RecurrentForward.Operands.NONE;
        this.states = NONE;
        this.upstream = NONE;
        this.gradients = NONE;
      }
    }

    @Override
    Rows share(int first, int rows) {
      return new Rows(sizes, first, rows);
    }

    @Override
    void run(Rows share) {
      share.begin();
      for (int order = sizes.time() - 1; order >= 0; order--) {
        step(share, order);
      }
      int size = sizes.gradients();
      int rest = gradients.offset() + (sizes.batch() * sizes.time() + share.first) * size;
      sizes.clear(gradients.array(), rest, share.rows * size);
      share.startOutput.place(CellSlot.TOTAL, gradients.array(), rest, size);
      share.startOutput.run();
      share.startCell.place(CellSlot.TOTAL, gradients.array(), rest, size);
      share.startCell.run();
    }

    private void step(Rows share, int order) {
      int step = sizes.step(order);
      int width = sizes.states();
      int row = sizes.row();
      if (order == 0) {
        int place = in.initial().offset() + share.first * width;
        share.place(CellSlot.BEFORE, in.initial().array(), place, width);
      } else {
        share.place(CellSlot.BEFORE, states, sizes.step(order - 1), row);
      }
      share.place(CellSlot.MASK, in.mask(), step, 1);
      share.place(CellSlot.STATE, states, step, row);
      int active = share.place(states, step, row) + width;
      share.place(CellSlot.ACTIVE, states.array(), active, sizes.time() * row);
      share.place(CellSlot.UPSTREAM, upstream, step, width);
      share.place(CellSlot.GRADIENT, gradients, step, sizes.gradients());
      int place = share.place(gradients, step, sizes.gradients());
      if (sizes.cell().hasInner()) {
        int from = place + sizes.outer();
        int distance = sizes.time() * sizes.gradients();
        share.place(CellSlot.INNER_GRADIENT, gradients.array(), from, distance);
        share.early.run();
        inner.multiply(share.innerProduct, gradients.array(), from, share.innerBack, 0);
      }
      share.late.run();
      weights.multiply(share.product, gradients.array(), place, share.back, 0);
    }
  }

  /// What some rows of the batch need besides the operands.
  private static final class Rows extends RecurrentRun.Share {
    final Gemm product;
    final Object carry;
    final Object total;
    final Object back;
    final Gemm innerProduct;
    final Object innerBack;
    final CellLoop startOutput;
    final CellLoop startCell;

    Rows(RecurrentSizes sizes, int first, int rows) {
      super(
          sizes,
          first,
          rows,
          sizes.outputLoop(sizes.cell().arrive(), rows),
          sizes.loop(sizes.cell().back(), rows));
      product = sizes.backProduct(rows);
      carry = sizes.allocate(rows * sizes.states());
      total = sizes.allocate(rows * sizes.states());
      back = sizes.allocate(rows * sizes.output());
      innerProduct = sizes.innerBackProduct(rows);
      innerBack = sizes.allocate(sizes.cell().hasInner() ? rows * sizes.hidden() : 0);
      startOutput = sizes.outputLoop(sizes.cell().startOutput(), rows);
      startCell = sizes.loop(sizes.cell().startCell(), rows);
    }

    void begin() {
      int width = sizes.states();
      int output = sizes.output();
      sizes.clear(carry, 0, rows * width);
      sizes.clear(back, 0, rows * output);
      place(CellSlot.CARRY, carry, 0, width);
      place(CellSlot.TOTAL, total, 0, width);
      place(CellSlot.BACK, back, 0, output);
      place(CellSlot.INNER_BACK, innerBack, 0, sizes.hidden());
      startOutput.place(CellSlot.CARRY, carry, 0, width);
      startOutput.place(CellSlot.BACK, back, 0, output);
      startCell.place(CellSlot.CARRY, carry, 0, width);
    }

    @Override
    void release() {
      super.release();
      startOutput.release();
      startCell.release();
    }
  }
}
