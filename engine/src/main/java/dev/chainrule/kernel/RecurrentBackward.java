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
  private final Gemm back;
  private final Slots<Run> runs;

  private RecurrentBackward(RecurrentSizes sizes) {
    this.sizes = sizes;
    back =
        Gemm.of(
            sizes.batch(),
            sizes.hidden(),
            sizes.gates(),
            new Gemm.Strides(sizes.time() * sizes.gradients(), 1),
            Gemm.Strides.ofColumns(sizes.gates()).transposed(),
            sizes.hidden());
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
      run.states = states;
      run.upstream = upstream;
      run.gradients = gradients;
      run(run, operands);
    } finally {
      run.release();
      runs.give(run);
    }
  }

  private void run(Run run, RecurrentForward.Operands in) {
    int batch = sizes.batch();
    int width = sizes.states();
    int hidden = sizes.hidden();
    sizes.clear(run.carry, 0, batch * width);
    sizes.clear(run.back, 0, batch * hidden);
    run.loop.place(CellSlot.CARRY, run.carry, 0, width);
    run.loop.place(CellSlot.TOTAL, run.total, 0, width);
    run.loop.place(CellSlot.BACK, run.back, 0, hidden);
    for (int order = sizes.time() - 1; order >= 0; order--) {
      step(run, in, order);
    }
    int rest = run.gradients.offset() + batch * sizes.time() * sizes.gradients();
    sizes.clear(run.gradients.array(), rest, batch * sizes.gradients());
    run.last.place(CellSlot.CARRY, run.carry, 0, width);
    run.last.place(CellSlot.BACK, run.back, 0, hidden);
    run.last.place(CellSlot.GRADIENT, run.gradients.array(), rest, sizes.gradients());
    run.last.run();
  }

  private void step(Run run, RecurrentForward.Operands in, int order) {
    int step = sizes.step(order);
    int width = sizes.states();
    int row = sizes.row();
    if (order == 0) {
      run.loop.place(CellSlot.BEFORE, in.initial().array(), in.initial().offset(), width);
    } else {
      place(run, CellSlot.BEFORE, run.states, sizes.step(order - 1), row);
    }
    place(run, CellSlot.MASK, in.mask(), step, 1);
    place(run, CellSlot.STATE, run.states, step, row);
    run.loop.place(
        CellSlot.ACTIVE,
        run.states.array(),
        run.states.offset() + step * row + width,
        sizes.time() * row);
    place(run, CellSlot.UPSTREAM, run.upstream, step, width);
    place(run, CellSlot.GRADIENT, run.gradients, step, sizes.gradients());
    run.loop.run();
    sizes.run(
        back,
        run.gradients.array(),
        run.gradients.offset() + step * sizes.gradients(),
        in.recurrent().array(),
        in.recurrent().offset(),
        run.back,
        0);
  }

  private void place(Run run, CellSlot slot, Storage storage, int step, int size) {
    int place = storage.offset() + step * size;
    run.loop.place(slot, storage.array(), place, sizes.time() * size);
  }

  /// What one run needs besides the operands, and those that are only read here.
  private static final class Run {
    private static final Storage NONE = Storage.allocate(Element.F32, new int[] {0});

    final Object carry;
    final Object total;
    final Object back;
    final CellLoop loop;
    final CellLoop last;
    Storage states = NONE;
    Storage upstream = NONE;
    Storage gradients = NONE;

    Run(RecurrentSizes sizes) {
      int batch = sizes.batch();
      int hidden = sizes.hidden();
      carry = sizes.allocate(batch * sizes.states());
      total = sizes.allocate(batch * sizes.states());
      back = sizes.allocate(batch * hidden);
      loop = new CellLoop(sizes.cell().back(), sizes.masked(), sizes.element(), batch, hidden);
      last = new CellLoop(sizes.cell().start(), false, sizes.element(), batch, hidden);
    }

    /// Forgets the operands, so that they can be collected.
    void release() {
      loop.release();
      last.release();
      states = NONE;
      upstream = NONE;
      gradients = NONE;
    }
  }
}
