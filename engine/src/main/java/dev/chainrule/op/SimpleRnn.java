package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.kernel.Cell;
import java.util.function.UnaryOperator;

/// A recurrent network's simplest cell over a whole sequence.
///
/// `hₜ = f(xₜ + hₜ₋₁ · R)` with `f` the hyperbolic tangent or `max(·, 0)`; `x`, the gates `[batch,
/// time, hidden]`, are the inputs times their weights. Inputs are gates, recurrent weights
/// `[hidden, hidden]`, the initial state `[batch, hidden]` and perhaps a mask `[batch, time]` of
/// steps that count; the result `[batch, time, hidden]` holds the state after each step.
///
/// @param relu whether `f` is `max(·, 0)`
/// @param reverse whether time runs from the last step to the first
public record SimpleRnn(boolean relu, boolean reverse) implements Recurrent {
  @Override
  public String name() {
    return "simpleRnn";
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Cell cell() {
    return relu ? Cell.RELU : Cell.TANH;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Tensor step(
      Tensor x, Tensor state, UnaryOperator<Tensor> product, UnaryOperator<Tensor> projection) {
    var sum = x.add(product.apply(state));
    return relu ? sum.relu() : sum.tanh();
  }

  @Override
  public double[] step(
      double[] x,
      double[] state,
      UnaryOperator<double[]> product,
      UnaryOperator<double[]> projection) {
    double[] next = product.apply(state);
    for (int i = 0; i < next.length; i++) {
      double sum = x[i] + next[i];
      next[i] = relu ? Math.max(sum, 0) : Math.tanh(sum);
    }
    return next;
  }

  static OpSpec spec() {
    var plain = new SimpleRnn(false, false);
    return OpSpec.of("simpleRnn")
        .summary("A recurrent network's simplest cell over a whole sequence.")
        .formula("hₜ = tanh(xₜ + hₜ₋₁ · R), or max(…, 0)")
        .gradient("dxₜ = (1 − hₜ²) · (dhₜ + dxₜ₊₁ · Rᵀ)")
        .gradient("dR = Σ hₜ₋₁ᵀ · dxₜ")
        .gradient("dinitial = dx₁ · Rᵀ")
        .source("Elman: Finding structure in time, 1990")
        .accuracy(64) // every step rounds what the next one starts from
        .sample(plain, Input.numbers(2, 3, 2), Input.numbers(2, 2), Input.numbers(2, 2))
        .sample(
            new SimpleRnn(false, true),
            Input.numbers(2, 4, 3),
            Input.numbers(3, 3),
            Input.numbers(2, 3),
            Input.truths(2, 4))
        .sample(
            new SimpleRnn(true, false),
            Input.numbers(0.5, 2.0, 2, 4, 3), // away from the kink
            Input.numbers(0.0, 0.5, 3, 3),
            Input.numbers(0.0, 1.0, 2, 3))
        .sample(
            plain,
            Input.numbers(3, 5, 70),
            Input.numbers(-0.1, 0.1, 70, 70),
            Input.numbers(3, 70),
            Input.truths(3, 5))
        .misuse(
            "simpleRnn: gates need the axes [batch, time, hidden], got [3, 4]",
            plain,
            Recurrent.sized(3, 4),
            Recurrent.sized(4, 4),
            Recurrent.sized(3, 4))
        .misuse(
            "simpleRnn: recurrent weights are [4, 3]; they must be [hidden, hidden]",
            plain,
            Recurrent.sized(2, 3, 4),
            Recurrent.sized(4, 3),
            Recurrent.sized(2, 4))
        .withoutEdges() // 0 times an infinite number spoils every sum of a product
        .build();
  }
}
