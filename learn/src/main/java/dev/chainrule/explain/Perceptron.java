package dev.chainrule.explain;

import dev.chainrule.Value;

/// One linear neuron with two weights, and the delta rule.
///
/// **Source**: B. Widrow, M. E. Hoff, "Adaptive switching circuits", IRE WESCON, 1960.
public final class Perceptron implements WorkedExample {
  private static final String TEXT =
      """
      A linear neuron: output = w1 x1 + w2 x2
        w1 = {w1}   w2 = {w2}   x1 = {x1}   x2 = {x2}   target = {t}   learning rate {r}

        output = {w1} · {x1} + ({w2}) · {x2} = {o}
        error  = target − output = {t} − {o} = {e}

      The delta rule is gradient descent on E = ½ error², because dE/dw = −error · x:
        dE/dw1 = −{e} · {x1} = {g1}
        w1 becomes {w1} − {r} · ({g1}) = {n1}

        dE/dw2 = −{e} · {x2} = {g2}
        w2 becomes {w2} − {r} · ({g2}) = {n2}
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
    var target = Value.of(0.6);
    double rate = 0.1;
    var output = w1.mul(x1).add(w2.mul(x2));
    var error = target.sub(output);
    error.mul(error).mul(0.5).backward();
    return Texts.filled(
        TEXT,
        Texts.number("r", rate),
        Texts.number("t", target.data()),
        Texts.number("o", output.data()),
        Texts.number("e", error.data()),
        Texts.number("x1", x1.data()),
        Texts.number("x2", x2.data()),
        Texts.number("w1", w1.data()),
        Texts.number("w2", w2.data()),
        Texts.number("g1", w1.grad()),
        Texts.number("g2", w2.grad()),
        Texts.number("n1", w1.data() - rate * w1.grad()),
        Texts.number("n2", w2.data() - rate * w2.grad()));
  }
}
