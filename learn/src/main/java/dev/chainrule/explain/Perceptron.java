package dev.chainrule.explain;

import dev.chainrule.Value;
import java.util.Locale;

/// One linear neuron with two weights, and the delta rule of Widrow and Hoff (1960).
@SuppressWarnings("InlineFormatString") // the text is longer than a method should be
public final class Perceptron implements WorkedExample {
  private static final String TEXT =
      """
      A linear neuron: output = w1 x1 + w2 x2, with w1 = 0.5, w2 = -0.2, x1 = 1.0, x2 = 0.8
        output = 0.5 * 1.0 + -0.2 * 0.8 = %.2f
        error  = target - output = 0.6 - %.2f = %.2f

      The delta rule is gradient descent on E = error^2 / 2, because dE/dw = -error * x:
        dE/dw1 = -%.2f * 1.0 = %.4f    w1 becomes 0.5 - 0.1 * %.4f = %.4f
        dE/dw2 = -%.2f * 0.8 = %.4f    w2 becomes -0.2 - 0.1 * %.4f = %.4f
      """;

  /// Creates the example.
  public Perceptron() {}

  @Override
  public String name() {
    return "perceptron";
  }

  @Override
  public String summary() {
    return "One linear neuron and the delta rule: w becomes w + rate * error * input.";
  }

  @Override
  public String text() {
    var w1 = Value.of(0.5).named("w1");
    var w2 = Value.of(-0.2).named("w2");
    var x1 = Value.of(1.0);
    var x2 = Value.of(0.8);
    double target = 0.6;
    double rate = 0.1;
    var output = w1.mul(x1).add(w2.mul(x2));
    var error = Value.of(target).sub(output);
    var loss = error.mul(error).mul(0.5);
    loss.backward();
    return String.format(
        Locale.ROOT,
        TEXT,
        output.data(),
        output.data(),
        error.data(),
        error.data(),
        w1.grad(),
        w1.grad(),
        w1.data() - rate * w1.grad(),
        error.data(),
        w2.grad(),
        w2.grad(),
        w2.data() - rate * w2.grad());
  }
}
