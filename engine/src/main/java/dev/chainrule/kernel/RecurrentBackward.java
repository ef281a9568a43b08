package dev.chainrule.kernel;

/// The gradients of a recurrent cell over a whole sequence, planned once for its sizes, then run on
/// any arrays and places.
///
/// Time runs backwards: a step is one pass over the batch and one product with the transposed
/// recurrent weights. What the cell computed on the way was kept beside the states.
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
      super(sizes, sizes.backProduct(sizes.batch()));
    }

    void start(
        RecurrentForward.Operands operands, Storage states, Storage upstream, Storage gradients) {
      in = operands;
      this.states = states;
      this.upstream = upstream;
      this.gradients = gradients;
      try {
        run(operands.recurrent());
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
      share.last.place(CellSlot.GRADIENT, gradients.array(), rest, size);
      share.last.run();
    }

    private void step(Rows share, int order) {
      var loop = share.loop;
      int step = sizes.step(order);
      int width = sizes.states();
      int row = sizes.row();
      if (order == 0) {
        int place = in.initial().offset() + share.first * width;
        loop.place(CellSlot.BEFORE, in.initial().array(), place, width);
      } else {
        share.place(loop, CellSlot.BEFORE, states, sizes.step(order - 1), row);
      }
      share.place(loop, CellSlot.MASK, in.mask(), step, 1);
      share.place(loop, CellSlot.STATE, states, step, row);
      int active = share.place(states, step, row) + width;
      loop.place(CellSlot.ACTIVE, states.array(), active, sizes.time() * row);
      share.place(loop, CellSlot.UPSTREAM, upstream, step, width);
      share.place(loop, CellSlot.GRADIENT, gradients, step, sizes.gradients());
      loop.run();
      int place = share.place(gradients, step, sizes.gradients());
      weights.multiply(share.product, gradients.array(), place, share.back, 0);
    }
  }

  /// What some rows of the batch need besides the operands.
  private static final class Rows extends RecurrentRun.Share {
    final Gemm product;
    final Object carry;
    final Object total;
    final Object back;
    final CellLoop loop;
    final CellLoop last;

    Rows(RecurrentSizes sizes, int first, int rows) {
      super(sizes, first, rows);
      int hidden = sizes.hidden();
      product = sizes.backProduct(rows);
      carry = sizes.allocate(rows * sizes.states());
      total = sizes.allocate(rows * sizes.states());
      back = sizes.allocate(rows * hidden);
      loop = new CellLoop(sizes.cell().back(), sizes.masked(), sizes.element(), rows, hidden);
      last = new CellLoop(sizes.cell().start(), false, sizes.element(), rows, hidden);
    }

    void begin() {
      int width = sizes.states();
      int hidden = sizes.hidden();
      sizes.clear(carry, 0, rows * width);
      sizes.clear(back, 0, rows * hidden);
      loop.place(CellSlot.CARRY, carry, 0, width);
      loop.place(CellSlot.TOTAL, total, 0, width);
      loop.place(CellSlot.BACK, back, 0, hidden);
      last.place(CellSlot.CARRY, carry, 0, width);
      last.place(CellSlot.BACK, back, 0, hidden);
    }

    @Override
    void release() {
      loop.release();
      last.release();
    }
  }
}
