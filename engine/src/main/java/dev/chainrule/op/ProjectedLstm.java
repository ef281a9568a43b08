package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.kernel.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Long short-term memory over a whole sequence whose output is projected, mostly to fewer numbers
/// than its cells have.
///
/// `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)` and `hₜ = (σ(o) · tanh(cₜ)) · P` with `i, f, g, o` the four
/// blocks of `xₜ + hₜ₋₁ · R`; `x`, the gates `[batch, time, 4 · hidden]`, are the inputs times
/// their weights. Inputs are gates, recurrent weights `R` `[output, 4 · hidden]`, the initial state
/// `[batch, output + hidden]`, the projection `P` `[hidden, output]` and perhaps a mask `[batch,
/// time]` of steps that count.
///
/// The result `[batch, time, output + hidden]` holds the state after each step, `h` and then `c`.
///
/// @param reverse whether time runs from the last step to the first
public record ProjectedLstm(boolean reverse) implements Recurrent {
  @Override
  public String name() {
    return "projectedLstm";
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Cell cell() {
    return Cell.PROJECTED;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Tensor step(
      Tensor x, Tensor state, UnaryOperator<Tensor> product, UnaryOperator<Tensor> projection) {
    int output = state.shape().size(1) - x.shape().size(1) / 4;
    var gates = x.add(product.apply(state.slice(1, 0, output)));
    var c = Lstm.cell(gates, state.slice(1, output, state.shape().size(1)));
    return Concatenate.of(1, List.of(projection.apply(Lstm.shown(gates, c)), c));
  }

  @Override
  public double[] step(
      double[] x,
      double[] state,
      UnaryOperator<double[]> product,
      UnaryOperator<double[]> projection) {
    int output = state.length - x.length / 4;
    double[] sum = product.apply(Arrays.copyOf(state, output));
    double[] next = Lstm.shownAndCell(x, sum, Arrays.copyOfRange(state, output, state.length));
    double[] h = projection.apply(Recurrent.block(next, 0, 2));
    double[] both = Arrays.copyOf(h, state.length);
    System.arraycopy(next, next.length / 2, both, output, next.length / 2);
    return both;
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Tensor moreGradient(Past past, Tensor steps, Tensor products) {
    int row = products.shape().size(1);
    int hidden = row / 4;
    var shown = Tape.recording() ? shown(past) : past.active(4, hidden);
    return shown.transpose().matmul(steps.slice(1, row, steps.shape().size(1)));
  }

  /// Returns what gates let out of cells in all steps, so that it can be differentiated.
  private Tensor shown(Past past) {
    var weights = past.inputs().get(1);
    int hidden = weights.shape().size(1) / 4;
    int output = weights.shape().size(0);
    var x = past.inputs().get(0).reshape(past.rows(), 4 * hidden);
    var c = past.states().slice(2, output, output + hidden).reshape(past.rows(), hidden);
    return Lstm.shown(x.add(before(past).matmul(weights)), c);
  }

  static OpSpec spec() {
    var plain = new ProjectedLstm(false);
    return OpSpec.of("projectedLstm")
        .summary("Long short-term memory over a whole sequence, with a projected output.")
        .formula(
            "cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g), hₜ = (σ(o) · tanh(cₜ)) · P, [i f g o] = xₜ + hₜ₋₁"
                + " · R")
        .gradient("dm = dh · Pᵀ, dP = Σ mₜᵀ · dhₜ with m = σ(o) · tanh(c)")
        .gradient("dxₜ = [dc·g·i(1−i), dc·cₜ₋₁·f(1−f), dc·i(1−g²), dm·tanh(cₜ)·o(1−o)]")
        .gradient("dR = Σ hₜ₋₁ᵀ · dxₜ")
        .gradient("dinitial = [dx₁ · Rᵀ, dc₁ · f₁]")
        .source(
            "Sak, Senior, Beaufays: Long short-term memory recurrent neural network architectures"
                + " for large scale acoustic modeling, 2014")
        .accuracy(64) // every step rounds what the next one starts from
        .sample(
            plain,
            Input.numbers(2, 3, 8),
            Input.numbers(1, 8),
            Input.numbers(2, 3),
            Input.numbers(2, 1))
        .sample(
            new ProjectedLstm(true),
            Input.numbers(2, 3, 8),
            Input.numbers(3, 8),
            Input.numbers(2, 5),
            Input.numbers(2, 3),
            Input.truths(2, 3))
        .sample(
            plain,
            Input.numbers(3, 5, 280),
            Input.numbers(-0.1, 0.1, 33, 280),
            Input.numbers(3, 103),
            Input.numbers(-0.1, 0.1, 70, 33),
            Input.truths(3, 5))
        .misuse(
            "projectedLstm: recurrent weights are [3, 9]; they must be [output, 4 · hidden]",
            plain,
            Recurrent.sized(2, 5, 8),
            Recurrent.sized(3, 9),
            Recurrent.sized(2, 5),
            Recurrent.sized(2, 3))
        .misuse(
            "projectedLstm: the initial state is [2, 4]; 2 hidden units need [2, 5]",
            plain,
            Recurrent.sized(2, 5, 8),
            Recurrent.sized(3, 8),
            Recurrent.sized(2, 4),
            Recurrent.sized(2, 3))
        .misuse(
            "projectedLstm: the projection is [3, 2]; 2 hidden units need [2, 3]",
            plain,
            Recurrent.sized(2, 5, 8),
            Recurrent.sized(3, 8),
            Recurrent.sized(2, 5),
            Recurrent.sized(3, 2))
        .withoutEdges() // 0 times an infinite number spoils every sum of a product
        .build();
  }
}
