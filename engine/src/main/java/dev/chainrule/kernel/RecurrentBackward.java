package dev.chainrule.kernel;

import java.util.List;
import java.util.stream.Stream;

/// The gradients of a recurrent cell over a whole sequence, planned once for its sizes, then run on
/// any arrays and places.
///
/// What the cell computed on the way is computed again, with the products of all steps at once, so
/// that nothing but the states has to be kept. Then time runs backwards: a step is one pass over
/// the batch and one product with the transposed recurrent weights.
public final class RecurrentBackward {
  private static final Plans<RecurrentSizes, RecurrentBackward> PLANS =
      new Plans<>(RecurrentBackward::new);

  private final RecurrentSizes sizes;
  private final Gemm ofInitial;
  private final Gemm ofStates;
  private final Gemm back;
  private final Slots<Run> runs;

  private RecurrentBackward(RecurrentSizes sizes) {
    this.sizes = sizes;
    ofInitial = sizes.product(sizes.batch(), sizes.states());
    ofStates = sizes.product(sizes.batch() * sizes.time(), sizes.states());
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
  /// @param states the states after all steps `[batch, time, states]`
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
    product(ofInitial, in.initial(), in.recurrent(), run.initial);
    product(ofStates, run.states, in.recurrent(), run.products);
    sizes.clear(run.carry, 0, batch * width);
    sizes.clear(run.back, 0, batch * hidden);
    run.loop.place(CellSlot.ACTIVE, run.active, 0, sizes.cell().actives * hidden);
    run.loop.place(CellSlot.BIAS, in.bias().array(), in.bias().offset(), 0);
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

  private void product(Gemm gemm, Storage from, Storage weights, Object to) {
    sizes.run(gemm, from.array(), from.offset(), weights.array(), weights.offset(), to, 0);
  }

  private void step(Run run, RecurrentForward.Operands in, int order) {
    int step = sizes.step(order);
    int width = sizes.states();
    if (order == 0) {
      run.loop.place(CellSlot.PRODUCT, run.initial, 0, sizes.gates());
      run.loop.place(CellSlot.BEFORE, in.initial().array(), in.initial().offset(), width);
    } else {
      int before = sizes.step(order - 1);
      int row = sizes.gates();
      run.loop.place(CellSlot.PRODUCT, run.products, before * row, sizes.time() * row);
      place(run, CellSlot.BEFORE, run.states, before, width);
    }
    place(run, CellSlot.GATES, in.gates(), step, sizes.gates());
    place(run, CellSlot.MASK, in.mask(), step, 1);
    place(run, CellSlot.STATE, run.states, step, width);
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

    final Object initial;
    final Object products;
    final Object active;
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
      initial = sizes.allocate(batch * sizes.gates());
      products = sizes.allocate(batch * sizes.time() * sizes.gates());
      active = sizes.allocate(batch * sizes.cell().actives * hidden);
      carry = sizes.allocate(batch * sizes.states());
      total = sizes.allocate(batch * sizes.states());
      back = sizes.allocate(batch * hidden);
      List<CellStep> steps =
          Stream.concat(sizes.cell().activate().stream(), sizes.cell().back().stream()).toList();
      loop = new CellLoop(steps, sizes.masked(), sizes.element(), batch, hidden);
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
