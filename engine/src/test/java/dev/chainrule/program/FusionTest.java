package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.Activations;
import dev.chainrule.op.Convolution;
import dev.chainrule.op.Dropout;
import dev.chainrule.op.Extremum;
import dev.chainrule.op.MatMul;
import dev.chainrule.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which operations become one task, with the bits that they have by themselves.
class FusionTest {
  private static final Tensor X = random(1, 6, 5);
  private static final Tensor W = random(2, 5, 7);
  private static final Tensor BIAS = random(3, 7);

  private static Tensor random(int seed, int... sizes) {
    return RandomKey.of(seed).normal(Shape.of(sizes));
  }

  /// Checks the tasks of a function, by the names of their operations.
  private static void assertTasks(
      List<String> expected, Function<List<Tensor>, List<Tensor>> function, Tensor... inputs) {
    var types = Stream.of(inputs).map(Tensor::type).toList();
    assertEquals(expected, names(function, types));
    var program = Program.compile(inputs.length, function);
    var eager = function.apply(List.of(inputs));
    var found = program.run(inputs);
    for (int i = 0; i < eager.size(); i++) {
      assertTrue(Repeatable.equal(eager.get(i), found.get(i)), "result " + i);
    }
    program.audit(inputs);
  }

  private static List<String> names(Function<List<Tensor>, ?> function, List<TensorType> types) {
    return Compiled.of(function, types, false).plan.steps().stream()
        .map(step -> step.task().names())
        .toList();
  }

  @Test
  void biasAndActivationFollowAProduct() {
    assertTasks(
        List.of("matmul + add, relu"),
        in -> List.of(MatMul.of(in.get(0), in.get(1)).add(in.get(2)).relu()),
        X,
        W,
        BIAS);
  }

  @Test
  void aResidualFollowsAProductUnlessTheProductReadsItsPlace() {
    var square = random(4, 5, 5);
    assertTasks(
        List.of("tanh", "matmul + add"),
        in -> {
          var x = in.get(0).tanh();
          return List.of(MatMul.of(x, in.get(1)).add(x));
        },
        X,
        square);
  }

  @Test
  void aProductThatIsNeededElsewhereIsKept() {
    assertTasks(
        List.of("matmul + tanh", "sum"),
        in -> {
          var product = MatMul.of(in.get(0), in.get(1));
          return List.of(product.tanh(), product.sum(0));
        },
        X,
        W);
  }

  @Test
  void aLoopThatNeedsASumOfTheProductDoesNotFollowIt() {
    assertTasks(
        List.of("matmul", "sum", "sub"),
        in -> {
          var product = MatMul.of(in.get(0), in.get(1));
          return List.of(product.sub(product.sum(0)));
        },
        X,
        W);
  }

  @Test
  void aLoopFollowsTheLastOfTwoProducts() {
    assertTasks(
        List.of("matmul", "tanh", "matmul + add, add, sigmoid"),
        in -> {
          var first = MatMul.of(in.get(0), in.get(1));
          var second = MatMul.of(in.get(0).tanh(), in.get(1));
          return List.of(first.add(second).add(in.get(2)).sigmoid());
        },
        X,
        W,
        BIAS);
  }

  @Test
  void aLoopIsFoundBehindAChangeOfShape() {
    assertTasks(
        List.of("matmul + add, geluTanh"),
        in -> {
          var product = MatMul.of(in.get(0).reshape(6, 5), in.get(1)).reshape(2, 3, 7);
          return List.of(Activations.GELU_TANH.on(product.add(in.get(2))));
        },
        random(5, 2, 3, 5),
        W,
        BIAS);
  }

  @Test
  void aTransposedProductHasNoTail() {
    assertTasks(
        List.of("matmul", "relu"),
        in -> List.of(MatMul.of(in.get(0), in.get(1)).transpose().relu()),
        X,
        W);
  }

  @Test
  void biasAndActivationFollowAConvolutionAndItsDerivativeTheNextOne() {
    var window = Convolution.of(2, new Window(3, 1, 1, 1, 1, false));
    Function<List<Tensor>, List<Tensor>> function =
        in -> {
          var images = Derivatives.tracked(in.get(0));
          var hidden = window.on(images, in.get(1)).add(in.get(2)).relu();
          var result = window.on(hidden, in.get(3)).tanh();
          return List.of(result.detach(), result.sum().backward().find(images).orElseThrow());
        };
    var inputs =
        new Tensor[] {random(1, 2, 6, 5, 3), random(2, 3, 3, 3, 7), BIAS, random(3, 3, 3, 7, 4)};
    assertTasks(
        List.of(
            "convolution + add, relu",
            "convolution + tanh, dtanh/dx0",
            "convolutionTranspose + drelu/dx0",
            "convolutionTranspose"),
        function,
        inputs);
  }

  @Test
  void dropoutFollowsAProduct() {
    var key = RandomKey.of(7);
    assertTasks(
        List.of("matmul + mul, where"),
        in -> List.of(Dropout.of(MatMul.of(in.get(0), in.get(1)), 0.5, key)),
        X,
        W);
  }

  @Test
  void aFoldComputesTheTermsThatOnlyItReads() {
    assertTasks(List.of("sub, mul + sum"), FusionTest::squares, X, random(8, 6, 5));
    assertTasks(
        List.of("tanh + max", "exp + sum"),
        in -> List.of(Extremum.max(in.get(0).tanh(), 0), in.get(0).exp().sum(-1)),
        X);
  }

  private static List<Tensor> squares(List<Tensor> in) {
    var difference = in.get(0).sub(in.get(1));
    return List.of(difference.mul(difference).sum());
  }

  @Test
  void whatOthersReadTooIsStoredAndTheFoldComputesTheRest() {
    assertTasks(
        List.of("sub", "mul + sum"),
        in -> {
          var difference = in.get(0).sub(in.get(1));
          return List.of(difference, difference.mul(difference).sum());
        },
        X,
        random(8, 6, 5));
    assertTasks(
        List.of("exp", "sum"),
        in -> {
          var powers = in.get(0).exp();
          return List.of(powers, powers.sum(-1));
        },
        X);
  }

  @Test
  void termsStayInALoopThatNeedsTheirPartsForOthers() {
    assertTasks(
        List.of("sub, mul, dmul/dx0, dmul/dx1, add", "sum", "div"),
        in -> {
          var x = Derivatives.tracked(in.get(0));
          var difference = x.sub(in.get(1));
          var loss = difference.mul(difference).mean();
          return List.of(loss.detach(), loss.backward().find(x).orElseThrow());
        },
        X,
        random(8, 6, 5));
  }

  @Test
  void theUpdateOfAVariableFollowsItsGradient() {
    var eager = new Layer();
    var compiled = new Layer();
    Program<Tensor> program = Program.compile(compiled::step);
    for (int i = 0; i < 3; i++) {
      assertTrue(Repeatable.equal(eager.step(X), program.run(X)), "loss " + i);
      assertTrue(Repeatable.equal(eager.weight.value(), compiled.weight.value()), "weight " + i);
    }
    program.audit(X);
    var names = names(in -> compiled.step(in.getFirst()), List.of(X.type()));
    assertTrue(names.contains("matmul + add, mul, sub"), () -> "tasks are " + names);
    assertTrue(names.contains("matmul + add, relu"), () -> "tasks are " + names);
    assertTrue(program.explain(X).contains(" 0 copied home"), () -> program.explain(X));
  }

  /// A layer with a residual from its second product.
  private static final class Layer {
    private final Variable weight = Variable.of(W);
    private final Variable bias = Variable.of(BIAS);

    Tensor step(Tensor x) {
      var hidden = MatMul.of(x, weight.value()).add(bias.value()).relu();
      var back = MatMul.of(hidden, weight.value().transpose()).add(x);
      var loss = back.mul(back).sum();
      var gradients = loss.backward();
      for (var variable : Arrays.asList(weight, bias)) {
        variable.assign(variable.value().sub(gradients.of(variable).mul(0.01)));
      }
      return loss.detach();
    }
  }
}
