package dev.chainrule.explain;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;

/// The squared length of a matrix times a vector, whose two gradients have a short matrix form.
public final class SquaredNorm implements WorkedExample {
  private static final int INDENT = 15;
  private static final String TEXT =
      """
      f = ‖W x‖² = Σ qᵢ² with q = W x
        W          = {W}
        x          = {x}
        q = W x    = {q}
        f          = {f}

      df/dq = 2 q, and q = W x is linear in both, so the chain rule gives df/dW = 2 q xᵀ, df/dx = 2 Wᵀ q.
      By backpropagation
        df/dW      = {dW}
        df/dx      = {dx}
      and by the formulas
        2 q xᵀ     = {fW}
        2 Wᵀ q     = {fx}

      One element, as Explanation tells it:
      {one}\
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
    var w = Variable.of(Tensor.of(new double[] {0.1, 0.5, -0.3, 0.8}, Shape.of(2, 2))).named("W");
    var x = Variable.of(Tensor.of(new double[] {0.2, 0.4}, Shape.of(2, 1))).named("x");
    var q = w.value().matmul(x.value()).named("q");
    var f = q.mul(q).sum().named("f");
    var one = Explanation.of(f, w, 0, 1).text();
    var gradients = f.backward();
    var byFormulaW = q.detach().mul(2).matmul(x.value().detach().transpose());
    var byFormulaX = w.value().detach().transpose().matmul(q.detach()).mul(2);
    return Texts.filled(
        TEXT,
        Texts.matrix("W", w.value().detach(), INDENT),
        Texts.matrix("x", x.value().detach(), INDENT),
        Texts.matrix("q", q.detach(), INDENT),
        Texts.number("f", f.item()),
        Texts.matrix("dW", gradients.of(w), INDENT),
        Texts.matrix("dx", gradients.of(x), INDENT),
        Texts.matrix("fW", byFormulaW, INDENT),
        Texts.matrix("fx", byFormulaX, INDENT),
        new Texts.Filling("one", Texts.indented(one)));
  }
}
