package dev.chainrule.explain;

import static dev.chainrule.learn.Chainrule.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Gather;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final double CLOSE = 1e-12;

  private final Variable a = vector(2, 3).named("a");
  private final Variable b = vector(5).named("b");

  @Test
  void theProgramOfTheDesignPrintsItsLine() {
    var net = Variable.of(scalar(1.1059059670597702)).value();
    var out = net.sigmoid().named("out");
    var target = scalar(0.01).tracked().named("t");
    var error = out.sub(target);
    var loss = error.mul(error).mul(0.5).named("E");
    var w5 = Explanation.of(loss, net).text();
    assertTrue(w5.contains(" = dE/dout · dout/dx"), w5);
    assertTrue(w5.contains(" = (out − t) · out (1 − out)"), w5);
    assertTrue(w5.contains(" = 0.74136507 · 0.18681560 = 0.13849856"), w5);
  }

  @Test
  void layersNameTheirResults() {
    var network =
        sequential(dense(2).named("hidden"), sigmoid(), dense(1).named("output"))
            .build(new TensorType(Shape.of(2), DType.F64), DType.F64, 3);
    var output = network.block("output");
    var loss = network.apply(matrix(1, 2, 0.5, -1)).named("y").mul(2).sum().named("loss");
    var text = Explanation.of(loss, output.weight(), 0, 0).text();
    assertTrue(text.contains("dloss/dy[0, 0] · dy[0, 0]/doutput.weight[0, 0]"), text);
    assertTrue(text.contains("= 2 · sigmoid1[0, 0]"), text);
    assertThrows(IllegalArgumentException.class, () -> network.block("nothing"));
    assertThrows(IllegalArgumentException.class, () -> network.block("1").weight());
  }

  @Test
  void aBroadcastElementMovesTheResultByAllItsCopies() {
    var explanation = Explanation.of(a.value().mul(b.value()).sum().named("f"), b, 0);
    assertEquals(
        """
        df/db is the sum over 2 ways:
          df/db
            = a[1]
            = 3.00000000
          df/db
            = a[0]
            = 2.00000000
        df/db = 3.00000000 + 2.00000000 = 5.00000000\
        """,
        explanation.text());
  }

  @Test
  void aVariableUsedTwiceInOneStepHasOneFactor() {
    assertEquals(
        "df/da[1] = 2 a[1]\n         = 6.00000000",
        Explanation.of(a.value().mul(a.value()).sum().named("f"), a, 1).text());
  }

  @Test
  void aVariableUsedInTwoPlacesHasTwoWays() {
    var inner = a.value().exp().named("u");
    var explanation = Explanation.of(inner.mul(a.value()).sum().named("f"), a, 0);
    assertEquals(2, explanation.paths().size());
    var text = explanation.text();
    assertTrue(text.contains("df/du[0] · du[0]/da[0]\n    = a[0] · u[0]\n"), text);
    assertTrue(text.contains("  df/da[0]\n    = u[0]\n"), text);
    assertEquals(3 * Math.exp(2), explanation.gradient(), CLOSE);
  }

  @Test
  void anElementOfAProductMovesItByItsPartner() {
    var w = Variable.of(matrix(1, 2, 3, 4)).named("W");
    var x = Variable.of(Tensor.of(new double[] {5, 6}, Shape.of(2, 1))).named("x");
    var q = w.value().matmul(x.value()).named("q");
    var explanation = Explanation.of(q.mul(q).sum().named("f"), w, 1, 0);
    assertEquals(
        """
        df/dW[1, 0] = df/dq[1, 0] · dq[1, 0]/dW[1, 0]
                    = 2 q[1, 0] · x[0, 0]
                    = 78.00000000 · 5.00000000 = 390.00000000\
        """,
        explanation.text());
  }

  @Test
  void crossEntropyIsWhatTheProbabilityLacks() {
    var scores = Variable.of(matrix(1, 2, 3, 0)).named("s");
    var labels = Tensor.of(new int[] {1, 0}, Shape.of(2));
    var explanation = Explanation.of(crossEntropy(scores.value(), labels).named("E"), scores, 0, 1);
    double probability = 1 / (1 + Math.exp(-1));
    assertTrue(
        explanation.text().startsWith("dE/ds[0, 1] = 0.5 (softmax(s[0, 1]) − 1)\n"),
        explanation.text());
    assertEquals((probability - 1) / 2, explanation.gradient(), CLOSE);
  }

  @Test
  void aDisconnectedInputIsAnsweredWithTheReason() {
    var f = a.value().sum().named("f");
    assertEquals(
        "df/db = 0, not connected: nothing that the result was computed from depends on it",
        Explanation.of(f, b, 0).text());
    var signs = a.value().mul(Arithmetic.SIGN.on(b.value())).sum().named("f");
    var zero = Explanation.of(signs, b, 0);
    assertEquals(
        "df/db = 0, not connected: every way from it passes through a function whose derivative is"
            + " zero",
        zero.text());
    assertEquals(0, zero.gradient());
  }

  @Test
  void aDerivativeThatIsZeroHereIsShownNonetheless() {
    var x = vector(-1, 2).named("x");
    assertEquals(
        "df/dx[0] = [x[0] > 0]\n         = 0.00000000",
        Explanation.of(x.value().relu().sum().named("f"), x, 0).text());
  }

  @Test
  void theWaysSumToTheGradientOnAnyGraph() {
    assertSumsUp(() -> a.value().softmax(0).log().sum());
    assertSumsUp(() -> a.value().mul(b.value()).tanh().mul(a.value().mean(0)).sum());
    assertSumsUp(() -> a.value().sub(a.value().mean(0)).pow(2).sum().sqrt());
    assertSumsUp(() -> a.value().maximum(b.value()).add(a.value().abs()).logSumExp(0));
    assertSumsUp(() -> a.value().reshape(2, 1).matmul(a.value().reshape(1, 2)).exp().mean());
    var index = Tensor.of(new int[] {1, 1, 0}, Shape.of(3));
    assertSumsUp(() -> Gather.of(a.value(), 0, index).pow(2).sum());
  }

  private void assertSumsUp(Supplier<Tensor> code) {
    double[] gradient = code.get().backward().of(a).toDoubleArray();
    for (int i = 0; i < gradient.length; i++) {
      var explanation = Explanation.of(code.get(), a, i);
      double sum = explanation.paths().stream().mapToDouble(Explanation.Path::product).sum();
      assertEquals(gradient[i], explanation.gradient(), CLOSE);
      assertEquals(gradient[i], sum, CLOSE, explanation.text());
    }
  }

  @Test
  void manyWaysAreCountedAndTheLargestShown() {
    var wide = Variable.of(Tensor.ones(Shape.of(1, 40), DType.F64)).named("w");
    var f = wide.value().transpose().matmul(wide.value()).sum().named("f");
    var explanation = Explanation.of(f, wide, 0, 0);
    assertEquals(80, explanation.gradient(), CLOSE);
    var text = explanation.text();
    assertTrue(text.contains("… and smaller ones"), text);
    assertTrue(text.lines().count() < 60, text);
  }

  @Test
  void misuseIsToldInOneLine() {
    var f = a.value().sum();
    assertThrows(ShapeException.class, () -> Explanation.of(a.value().mul(2), a, 0));
    assertThrows(RuntimeException.class, () -> Explanation.of(f, a, 2));
    var constant = vector(1).value().detach();
    var error = assertThrows(IllegalStateException.class, () -> Explanation.of(f, constant, 0));
    assertEquals(
        "Explanation: f64 [1] is a constant; use tracked() before computing with it",
        error.getMessage());
    var product = a.value().mul(a.value()).sum();
    product.backward();
    var released = assertThrows(IllegalStateException.class, () -> Explanation.of(product, a, 0));
    assertTrue(released.getMessage().contains("released"), released.getMessage());
  }

  private static Variable vector(double... values) {
    return Variable.of(Tensor.of(values, Shape.of(values.length)));
  }

  private static Tensor matrix(double... values) {
    return Tensor.of(values, Shape.of(2, 2));
  }

  private static Tensor scalar(double value) {
    return Tensor.of(new double[] {value}, Shape.of());
  }
}
