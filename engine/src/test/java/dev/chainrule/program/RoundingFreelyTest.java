package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.Activations;
import dev.chainrule.op.Exponentials;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Rewrites that change rounding apply only where they are asked for, to values and to gradients,
/// and are not less exact than eager execution.
class RoundingFreelyTest {
  private static final Shape SHAPE = Shape.of(6, 9);

  private static final double[] SPREADS = {0.01, 1, 10, 80};

  /// What a result may be off where the eager one happens to be exact: one rounding.
  private static final double ROUNDING = 0x1p-23;

  private static Arguments of(String rules, UnaryOperator<Tensor> code) {
    return Arguments.of(rules, code, code);
  }

  static Stream<Arguments> formulas() {
    return Stream.of(
        of("use logSoftmax; cancel quotients", x -> x.softmax(-1).log()),
        of("use logSoftmax; cancel quotients", x -> x.softmax(0).log().mul(-0.5)),
        of("use logSumExp; use softmax in gradients", x -> x.exp().sum(-1).log()),
        of("use logSumExp; use softmax in gradients", x -> x.exp().sum().log()),
        of("use log1p", x -> x.mul(x).add(1).log()),
        of("use log1p", x -> Tensor.scalar(1, x.dtype()).sub(x.sigmoid().mul(0.5)).log()),
        of("use expm1", x -> x.exp().sub(1)),
        of("use expm1", x -> x.exp().add(-1)),
        of("use softplus; use sigmoid in gradients", x -> x.exp().add(1).log()),
        of("use softplus", x -> Exponentials.LOG1P.on(x.exp())),
        of("use softplus; cancel slopes of sigmoid", x -> x.sigmoid().log()),
        Arguments.of(
            "use softplus; cancel slopes of sigmoid",
            (UnaryOperator<Tensor>) RoundingFreelyTest::binaryCrossEntropy,
            (UnaryOperator<Tensor>) RoundingFreelyTest::stableCrossEntropy),
        of("use sigmoid", x -> one(x).div(x.neg().exp().add(1))),
        of("use sigmoid; use sigmoid in gradients", x -> x.exp().div(x.exp().add(1))),
        of("use softmax; use softmax in gradients", RoundingFreelyTest::softmax),
        of("use logSoftmax; use softmax in gradients", x -> softmax(x).log()));
  }

  private static Tensor one(Tensor x) {
    return Tensor.scalar(1, x.dtype());
  }

  private static Tensor softmax(Tensor x) {
    return x.exp().div(x.exp().sum(-1).unsqueeze(-1));
  }

  private static Tensor binaryCrossEntropy(Tensor x) {
    var share = x.sigmoid();
    return share.log().mul(0.25).add(one(x).sub(share).log().mul(0.75)).neg();
  }

  /// Returns a value and the gradient of a weighted sum of it.
  private static List<Tensor> both(UnaryOperator<Tensor> code, Tensor x) {
    var tracked = Derivatives.tracked(x);
    var y = code.apply(tracked);
    var weights = RandomKey.of(5).uniform(y.shape()).to(y.dtype());
    return List.of(y.detach(), y.mul(weights).sum().backward().of(tracked).detach());
  }

  /// The same where `1 − sigmoid(x)` would be 0 even in double precision.
  private static Tensor stableCrossEntropy(Tensor x) {
    var share = Activations.SOFTPLUS.on(x.neg());
    return share.mul(0.25).add(Activations.SOFTPLUS.on(x).mul(0.75));
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void aStableFormulaIsUsed(String rules, UnaryOperator<Tensor> code, UnaryOperator<Tensor> exact) {
    Program<List<Tensor>> program = Program.compile((Tensor x) -> both(code, x));
    var free = program.roundingFreely();
    var x = RandomKey.of(3).normal(SHAPE);
    for (var rule : rules.split("; ", -1)) {
      assertTrue(free.explain(x).contains(rule + " "), free.explain(x));
      assertTrue(free.explain(x).contains("(rounds otherwise)"), free.explain(x));
      assertFalse(program.explain(x).contains(rule), "without being asked");
    }
    free.audit(x);
    for (double spread : SPREADS) {
      double[] before = new double[2];
      double[] after = new double[2];
      for (int i = 0; i < 50; i++) {
        var wide = RandomKey.of(7).child("x" + i).normal(SHAPE, 0, spread, DType.F32);
        var truth = both(exact, wide.to(DType.F64));
        worsen(before, both(code, wide), truth);
        worsen(after, free.run(wide), truth);
      }
      compare(before, after);
    }
  }

  private static void worsen(double[] errors, List<Tensor> found, List<Tensor> exact) {
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.max(errors[i], error(found.get(i), exact.get(i)));
    }
  }

  private static void compare(double[] before, double[] after) {
    for (int i = 0; i < before.length; i++) {
      var message = "part %d: error was %s, is %s".formatted(i, before[i], after[i]);
      assertTrue(after[i] <= 2 * before[i] + ROUNDING, message);
    }
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void whatWasLostIsExact(double mean, double spread, UnaryOperator<Tensor> code) {
    Program<List<Tensor>> program = Program.compile((Tensor x) -> both(code, x));
    var x = RandomKey.of(9).normal(SHAPE, mean, spread, DType.F32);
    var exact = both(code, x.to(DType.F64));
    double before = error(both(code, x).getFirst(), exact.getFirst());
    assertTrue(before > 1e-4, () -> "eager was exact: " + before);
    var found = program.roundingFreely().run(x);
    for (int i = 0; i < exact.size(); i++) {
      double after = error(found.get(i), exact.get(i));
      assertTrue(after < 1e-6, () -> "error is " + after);
    }
  }

  static Stream<Arguments> extremes() {
    return Stream.of(
        extreme(0, 80, x -> x.softmax(-1).log()),
        extreme(0, 80, x -> x.exp().sum(-1).log()),
        extreme(0, 80, x -> x.exp().add(1).log()),
        extreme(0, 80, x -> x.sigmoid().log()),
        extreme(100, 1, RoundingFreelyTest::softmax),
        extreme(0, 80, x -> softmax(x).log()),
        extreme(0, 80, x -> x.exp().div(x.exp().add(1))),
        extreme(0, 1e-4, x -> x.add(1).log()),
        extreme(0, 1e-4, x -> x.exp().sub(1)));
  }

  private static Arguments extreme(double mean, double spread, UnaryOperator<Tensor> code) {
    return Arguments.of(mean, spread, code);
  }

  @Test
  void aGradientThatIsASumOfProductsBecomesOne() {
    var key = RandomKey.of(11);
    Program<List<Tensor>> program =
        Program.compile((Tensor weight, Tensor x) -> {
          var tracked = Derivatives.tracked(weight);
          var h = x.select(1, 0);
          for (int t = 1; t < 6; t++) {
            h = h.matmul(tracked).add(x.select(1, t)).tanh();
          }
          return List.of(h.detach(), h.mul(h).sum().backward().of(tracked).detach());
        });
    Tensor[] inputs = {
      key.split(0).normal(Shape.of(20, 20), 0, 0.2, DType.F32),
      key.split(1).normal(Shape.of(4, 6, 20))
    };
    Tensor[] wide = {inputs[0].to(DType.F64), inputs[1].to(DType.F64)};
    var free = program.roundingFreely();
    assertTrue(free.explain(inputs).contains("merge products 4"), free.explain(inputs));
    assertEquals(4, products(program.explain(inputs)) - products(free.explain(inputs)));
    free.audit(inputs);
    double[] before = new double[2];
    double[] after = new double[2];
    worsen(before, program.run(inputs), program.run(wide));
    worsen(after, free.run(inputs), program.run(wide));
    compare(before, after);
  }

  private static long products(String report) {
    return report.lines().filter(line -> line.startsWith("  matmul")).count();
  }

  /// Returns the largest error in units of the largest element.
  private static double error(Tensor found, Tensor exact) {
    double[] a = found.toDoubleArray();
    double[] b = exact.toDoubleArray();
    double largest = IntStream.range(0, b.length).mapToDouble(i -> Math.abs(b[i])).max().orElse(0);
    double error = 0;
    for (int i = 0; i < a.length; i++) {
      error =
          Math.max(error, Double.isNaN(a[i]) ? Double.POSITIVE_INFINITY : Math.abs(a[i] - b[i]));
    }
    return error / largest;
  }
}
