package dev.chainrule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.op.Comparisons;
import dev.chainrule.op.Elementwise;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {
  /// The example of micrograd's README, with its printed results.
  @Test
  void tinyGraphHasTheKnownDerivatives() {
    var a = Value.of(-4.0).named("a");
    var b = Value.of(2.0).named("b");
    var c = a.add(b);
    var d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(c.add(1).sub(a));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(d.mul(3).add(b.sub(a).relu()));
    var e = c.sub(d);
    var f = e.pow(2);
    var g = f.div(2).add(Value.of(10).div(f));
    g.backward();
    assertEquals(24.7041, g.data(), 5e-5);
    assertEquals(138.8338, a.grad(), 5e-5);
    assertEquals(645.5773, b.grad(), 5e-5);
    assertEquals("b = 2.0 (grad 645.5772594752186)", b.toString());
  }

  @Test
  void everyPassStartsFromZero() {
    var x = Value.of(3);
    var y = x.mul(x);
    y.backward();
    y.backward();
    assertEquals(6, x.grad());
  }

  @Test
  void assignedNumbersAreUsedByTheNextExpression() {
    var weight = Value.of(1);
    for (int step = 0; step < 100; step++) {
      var loss = weight.sub(5).pow(2);
      loss.backward();
      weight.assign(weight.data() - 0.1 * weight.grad());
    }
    assertEquals(5, weight.data(), 1e-8);
    var computed = weight.neg().named("y");
    var refused = assertThrows(IllegalStateException.class, () -> computed.assign(1));
    assertEquals(
        "Value: " + computed + " was computed; only numbers made with of(…) can be assigned",
        refused.getMessage());
  }

  @Test
  void aGraphOfAMillionNodesNeedsNoDeepStack() {
    var x = Value.of(1);
    var sum = x;
    for (int i = 0; i < 1_000_000; i++) {
      sum = sum.add(x);
    }
    sum.backward();
    assertEquals(1_000_001, x.grad());
  }

  @Test
  void truthsAreOneAndZero() {
    var half = Value.of(0.5);
    assertEquals(1, Value.apply(Comparisons.LT, half, Value.of(1)).data());
    var chosen = Value.apply(Comparisons.WHERE, Value.of(2), half, Value.of(7));
    chosen.backward();
    assertEquals(0.5, chosen.data());
    assertEquals(1, half.grad());
  }

  static Stream<Elementwise> functions() {
    return Elementwise.all().stream();
  }

  /// The compiled functions against the expressions that they come from, at ordinary and at extreme
  /// numbers.
  @ParameterizedTest
  @MethodSource("functions")
  void everyFunctionGivesTheBitsOfItsExpression(Elementwise op) {
    var random = new Random(7);
    double[] hard = {0.0, -0.0, 1, -1, 0.5, 1e-300, 1e300, 1 / 0.0, -1 / 0.0, 0 / 0.0};
    for (int i = 0; i < 200; i++) {
      double[] all =
          IntStream.range(0, op.arity() + 2)
              .mapToDouble(_ ->
                  random.nextInt(4) == 0 ? hard[random.nextInt(10)] : random.nextGaussian(0, 2))
              .toArray();
      double second = all[op.arity() > 1 ? 1 : 0];
      double third = all[op.arity() > 2 ? 2 : 0];
      assertEquals(op.body().evaluate(all), op.scalars().value(all[0], second, third));
      for (int input = 0; input < op.arity(); input++) {
        var product = op.rules().product(input);
        assertEquals(
            product == null ? 0 : product.evaluate(all),
            op.scalars()
                .product(input, all[0], second, third, all[op.arity()], all[op.arity() + 1]));
      }
    }
  }
}
