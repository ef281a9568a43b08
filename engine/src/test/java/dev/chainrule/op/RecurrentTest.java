package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentTest {
  private static final List<Recurrent> PLANNED =
      List.of(
          new SimpleRnn(false, false),
          new SimpleRnn(true, true),
          new Lstm(false),
          new Lstm(true),
          new ProjectedLstm(false),
          new ProjectedLstm(true),
          new Gru(true, false),
          new Gru(true, true),
          new Gru(false, false),
          new Gru(false, true));

  static List<Arguments> cases() {
    var cases = new ArrayList<Arguments>();
    for (var op : PLANNED) {
      for (var dtype : List.of(DType.F32, DType.F64)) {
        for (boolean masked : new boolean[] {false, true}) {
          for (int[] sizes : new int[][] {{1, 1, 1}, {2, 5, 17}, {33, 3, 2}}) {
            cases.add(Arguments.of(op, dtype, masked, sizes));
          }
        }
      }
    }
    return cases;
  }

  /// @param sizes batch, time, hidden
  private static List<Tensor> inputs(Recurrent op, DType dtype, boolean masked, int... sizes) {
    var key = RandomKey.of(7);
    int gates = op.cell().gates * sizes[2];
    int output = op.cell().projects() ? Math.ceilDiv(sizes[2], 3) : sizes[2];
    var inputs = new ArrayList<Tensor>();
    inputs.add(key.child("x").normal(Shape.of(sizes[0], sizes[1], gates), 0, 1, dtype));
    inputs.add(key.child("r").normal(Shape.of(output, gates), 0, 0.3, dtype));
    var state = Shape.of(sizes[0], output + (op.cell().states - 1) * sizes[2]);
    inputs.add(key.child("s").normal(state, 0, 1, dtype));
    if (op.biased()) {
      inputs.add(key.child("b").normal(Shape.of(gates), 0, 1, dtype));
    }
    if (op.cell().projects()) {
      inputs.add(key.child("p").normal(Shape.of(sizes[2], output), 0, 1, dtype));
    }
    if (masked) {
      inputs.add(key.child("m").bernoulli(Shape.of(sizes[0], sizes[1]), 0.6));
    }
    return inputs;
  }

  @Test
  void operationsAreThoseOfTheRecurrentProducts() {
    var op = new Lstm(false);
    var types = inputs(op, DType.F32, false, 2, 5, 3).stream().map(Tensor::type).toList();
    assertEquals(2L * (2 * 5) * (3 * 4 * 3), op.operations(types, op.type(types)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theKernelHasTheBitsOfTheBody(Recurrent op, DType dtype, boolean masked, int[] sizes) {
    var inputs = inputs(op, dtype, masked, sizes);
    var expected = op.body(inputs);
    var found = op.on(inputs.toArray(Tensor[]::new));
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsThatOfTheBody(Recurrent op, DType dtype, boolean masked, int[] sizes) {
    var inputs = inputs(op, dtype, masked, sizes);
    var states = op.on(inputs.toArray(Tensor[]::new));
    var trace = new RecurrentTrace(op).on(inputs.toArray(Tensor[]::new));
    assertArrayEquals(
        states.toDoubleArray(), trace.slice(2, 0, states.shape().size(2)).toDoubleArray());
    inputs.add(trace);
    inputs.add(RandomKey.of(8).normal(states.shape(), 0, 1, dtype));
    var gradient = new RecurrentGradient(op);
    var found = gradient.on(inputs.toArray(Tensor[]::new));
    var expected = gradient.reference(inputs.stream().map(Plain::of).toList());
    assertEquals(expected.shape(), found.shape());
    double rounding = dtype == DType.F32 ? 0x1p-23 : 0x1p-52;
    double largest = found.abs().max().item();
    assertArrayEquals(expected.values(), found.toDoubleArray(), 64 * rounding * largest);
  }

  @Test
  void anLstmFollowsItsFormulasStepByStep() {
    // gates i, f, g, o of two steps for one hidden unit without recurrent weights
    double[] x = {0, Math.log(3), 20, 20, 20, 20, -20, 0};
    var states =
        new Lstm(false)
            .on(
                Tensor.of(x, Shape.of(1, 2, 4)),
                Tensor.zeros(Shape.of(1, 4), DType.F64),
                Tensor.of(new double[] {9, 2}, Shape.of(1, 2)));
    double c1 = 0.75 * 2 + 0.5; // forget 3/4 of 2, take half of 1
    double c2 = c1 - 1;
    double[] expected = {Math.tanh(c1), c1, 0.5 * Math.tanh(c2), c2};
    assertArrayEquals(expected, states.toDoubleArray(), 1e-7);
  }

  @Test
  void aGruMixesItsStateWithTheCandidate() {
    // r = 1/2, z = 1/4; q = 2h + b = [·, ·, 2 + 3], n = tanh(1 + 5/2)
    var states =
        new Gru(true, false)
            .on(
                Tensor.of(new double[] {0, -Math.log(3), 1}, Shape.of(1, 1, 3)),
                Tensor.of(new double[] {0, 0, 2}, Shape.of(1, 3)),
                Tensor.of(new double[] {1}, Shape.of(1, 1)),
                Tensor.of(new double[] {0, 0, 3}, Shape.of(3)));
    assertEquals(0.75 * Math.tanh(3.5) + 0.25, states.item(), 1e-14);
  }

  @Test
  void stepsThatDoNotCountLeaveTheStateAlone() {
    var op = new Lstm(true);
    var inputs = inputs(op, DType.F64, false, 2, 5, 3);
    var mask =
        Tensor.of(
            new boolean[] {true, true, true, true, true, true, true, false, false, false},
            Shape.of(2, 5));
    var states = op.on(inputs.get(0), inputs.get(1), inputs.get(2), mask);
    // the second of the batch has two steps only, so running backwards it begins at step 1
    var second =
        op.on(
            inputs.get(0).slice(0, 1, 2).slice(1, 0, 2),
            inputs.get(1),
            inputs.get(2).slice(0, 1, 2));
    assertArrayEquals(second.toDoubleArray(), states.slice(0, 1, 2).slice(1, 0, 2).toDoubleArray());
    assertArrayEquals(
        inputs.get(2).select(0, 1).toDoubleArray(),
        states.select(0, 1).select(0, 4).toDoubleArray());
  }

  @Test
  void aSequenceInTwoPartsIsTheSameSequence() {
    var op = new Gru(true, false);
    var inputs = inputs(op, DType.F32, false, 3, 6, 5);
    var whole = op.on(inputs.toArray(Tensor[]::new));
    var first = op.on(inputs.get(0).slice(1, 0, 4), inputs.get(1), inputs.get(2), inputs.get(3));
    var rest =
        op.on(inputs.get(0).slice(1, 4, 6), inputs.get(1), first.select(1, 3), inputs.get(3));
    assertArrayEquals(whole.toFloatArray(), Tensor.concatenate(1, first, rest).toFloatArray());
  }

  @Test
  void gradientsAreTheSameWhetherOrNotTheyAreRecorded() {
    var op = new Lstm(false);
    var inputs = inputs(op, DType.F64, false, 2, 3, 2);
    var x = inputs.get(0);
    var plain =
        Derivatives.vjp(
            g -> op.on(g, inputs.get(1), inputs.get(2)),
            x,
            Tensor.ones(Shape.of(2, 3, 4), DType.F64));
    var twice =
        Derivatives.gradient(g ->
                Derivatives.gradient(y -> op.on(y, inputs.get(1), inputs.get(2)).sum()).at(g).sum())
            .at(x);
    var difference = 1e-5;
    var above = slope(op, inputs, x.add(difference));
    var below = slope(op, inputs, x.sub(difference));
    assertArrayEquals(slope(op, inputs, x).toDoubleArray(), plain.toDoubleArray());
    assertEquals(above.sum().sub(below.sum()).item() / (2 * difference), twice.sum().item(), 1e-8);
  }

  @Test
  void gradientsOfSecondProductsCanBeDifferentiatedAgain() {
    for (var op : List.of(new ProjectedLstm(true), new Gru(false, false))) {
      var inputs = inputs(op, DType.F64, true, 2, 3, 4);
      for (int input : new int[] {1, 3}) {
        UnaryOperator<Tensor> f =
            x -> {
              var all = inputs.toArray(Tensor[]::new);
              all[input] = x;
              return op.on(all).tanh().sum();
            };
        UnaryOperator<Tensor> slope = x -> Derivatives.gradient(f).at(x);
        var x = inputs.get(input);
        var ones = Tensor.ones(Shape.of(), DType.F64);
        var plain = Derivatives.vjp(f, x, ones);
        var recorded = Tape.withGradient(() -> slope.apply(x));
        assertArrayEquals(plain.toDoubleArray(), recorded.toDoubleArray());
        var twice = Derivatives.gradient(y -> slope.apply(y).sum()).at(x).sum().item();
        double difference = 1e-5;
        double above = slope.apply(x.add(difference)).sum().item();
        double below = slope.apply(x.sub(difference)).sum().item();
        assertEquals((above - below) / (2 * difference), twice, 1e-6 * Math.abs(twice));
      }
    }
  }

  private static Tensor slope(Recurrent op, List<Tensor> inputs, Tensor x) {
    return Tape.withGradient(
        () -> Derivatives.gradient(y -> op.on(y, inputs.get(1), inputs.get(2)).sum()).at(x));
  }
}
