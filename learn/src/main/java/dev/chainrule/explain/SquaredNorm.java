package dev.chainrule.explain;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;

/// The squared length of a matrix times a vector, whose two gradients have a short matrix form.
@SuppressWarnings("InlineFormatString") // the text is longer than a method should be
public final class SquaredNorm implements WorkedExample {
  private static final String TEXT =
      """
      f = |W x|^2 = sum of q^2 with q = W x
      W = %s
      x = %s
      q = %s
      f = %s

      df/dq = 2 q, and q = W x is linear in both, so by the chain rule
      df/dW = 2 q x', by backpropagation
          %s
        and by the formula
          %s
      df/dx = 2 W' q, by backpropagation
          %s
        and by the formula
          %s
      """;

  /// Creates the example.
  public SquaredNorm() {}

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public String summary() {
    return "f = |W x|^2: the gradients are 2 q x' and 2 W' q with q = W x.";
  }

  @Override
  public String text() {
    var w = Variable.of(Tensor.of(new double[] {0.1, 0.5, -0.3, 0.8}, Shape.of(2, 2)));
    var x = Variable.of(Tensor.of(new double[] {0.2, 0.4}, Shape.of(2, 1)));
    var q = w.value().matmul(x.value());
    var f = q.mul(q).sum();
    var gradients = f.backward();
    var byFormulaW = q.detach().mul(2).matmul(x.value().detach().transpose());
    var byFormulaX = w.value().detach().transpose().matmul(q.detach()).mul(2);
    return TEXT.formatted(
        w.value().detach(),
        x.value().detach(),
        q.detach(),
        Explanation.number(f.item()),
        gradients.of(w),
        byFormulaW,
        gradients.of(x),
        byFormulaX);
  }
}
