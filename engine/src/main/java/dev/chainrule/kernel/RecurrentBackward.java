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
  public void run(RecurrentForward.Operands operands, Span states, Span upstream, Span gradients) {
    var run = runs.take();
    try {
      new Pass(run, operands, states, upstream, gradients).run();
    } finally {
      run.loop.release();
      run.last.release();
      runs.give(run);
    }
  }

  /// One run on its operands.
  private final class Pass {
    private final Run run;
    private final RecurrentForward.Operands in;
    private final Span states;
    private final Span upstream;
    private final Span gradients;
    private final int time = sizes.time();
    private final int width = sizes.states();

    Pass(Run run, RecurrentForward.Operands in, Span states, Span upstream, Span gradients) {
      this.run = run;
      this.in = in;
      this.states = states;
      this.upstream = upstream;
      this.gradients = gradients;
    }

    void run() {
      product(ofInitial, in.initial(), run.initial);
      product(ofStates, states, run.products);
      int batch = sizes.batch();
      sizes.clear(run.carry, 0, batch * width);
      sizes.clear(run.back, 0, batch * sizes.hidden());
      run.loop.place(CellSlot.ACTIVE, run.active, 0, sizes.cell().actives * sizes.hidden());
      run.loop.place(CellSlot.BIAS, in.bias().array(), in.bias().place(), 0);
      run.loop.place(CellSlot.CARRY, run.carry, 0, width);
      run.loop.place(CellSlot.TOTAL, run.total, 0, width);
      run.loop.place(CellSlot.BACK, run.back, 0, sizes.hidden());
      for (int order = time - 1; order >= 0; order--) {
        step(order);
      }
      int rest = gradients.place() + batch * time * sizes.gradients();
      sizes.clear(gradients.array(), rest, batch * sizes.gradients());
      run.last.place(CellSlot.CARRY, run.carry, 0, width);
      run.last.place(CellSlot.BACK, run.back, 0, sizes.hidden());
      run.last.place(CellSlot.GRADIENT, gradients.array(), rest, sizes.gradients());
      run.last.run();
    }

    private void product(Gemm gemm, Span from, Object to) {
      var weights = in.recurrent();
      sizes.run(gemm, from.array(), from.place(), weights.array(), weights.place(), to, 0);
    }

    private void step(int order) {
      int step = sizes.step(order);
      var loop = run.loop;
      if (order == 0) {
        loop.place(CellSlot.PRODUCT, run.initial, 0, sizes.gates());
        loop.place(CellSlot.BEFORE, in.initial().array(), in.initial().place(), width);
      } else {
        int before = sizes.step(order - 1);
        loop.place(CellSlot.PRODUCT, run.products, before * sizes.gates(), time * sizes.gates());
        place(CellSlot.BEFORE, states, before, width);
      }
      place(CellSlot.GATES, in.gates(), step, sizes.gates());
      place(CellSlot.MASK, in.mask(), step, 1);
      place(CellSlot.STATE, states, step, width);
      place(CellSlot.UPSTREAM, upstream, step, width);
      place(CellSlot.GRADIENT, gradients, step, sizes.gradients());
      loop.run();
      sizes.run(
          back,
          gradients.array(),
          gradients.place() + step * sizes.gradients(),
          in.recurrent().array(),
          in.recurrent().place(),
          run.back,
          0);
    }

    private void place(CellSlot slot, Span span, int step, int size) {
      run.loop.place(slot, span.array(), span.place() + step * size, time * size);
    }
  }

  /// What one run needs besides the operands.
  private static final class Run {
    final Object initial;
    final Object products;
    final Object active;
    final Object carry;
    final Object total;
    final Object back;
    final CellLoop loop;
    final CellLoop last;

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
  }
}
