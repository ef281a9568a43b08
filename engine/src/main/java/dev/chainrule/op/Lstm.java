package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Cell;
import java.util.List;
import java.util.function.UnaryOperator;

/// Long short-term memory over a whole sequence.
///
/// `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)` and `hₜ = σ(o) · tanh(cₜ)` with `i, f, g, o` the four blocks
/// of `xₜ + hₜ₋₁ · R`; `x`, the gates `[batch, time, 4 · hidden]`, are the inputs times their
/// weights. Inputs are gates, recurrent weights `[hidden, 4 · hidden]`, the initial state `[batch,
/// 2 · hidden]` and perhaps a mask `[batch, time]` of steps that count.
///
/// The result `[batch, time, 2 · hidden]` holds the state after each step, `h` and then `c`.
///
/// @param reverse whether time runs from the last step to the first
public record Lstm(boolean reverse) implements Recurrent {
  @Override
  public String name() {
    return "lstm";
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Cell cell() {
    return Cell.LSTM;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Tensor step(
      Tensor x, Tensor state, UnaryOperator<Tensor> product, UnaryOperator<Tensor> projection) {
    var gates = x.add(product.apply(Recurrent.block(state, 0, 2)));
    var c = cell(gates, Recurrent.block(state, 1, 2));
    return Concatenate.of(1, List.of(shown(gates, c), c));
  }

  /// Returns the cells after a step, from the gates and those before.
  static Tensor cell(Tensor gates, Tensor before) {
    var input = Recurrent.block(gates, 0, 4).sigmoid();
    var forget = Recurrent.block(gates, 1, 4).sigmoid();
    var candidate = Recurrent.block(gates, 2, 4).tanh();
    return forget.mul(before).add(input.mul(candidate));
  }

  /// Returns what gates let out of cells.
  static Tensor shown(Tensor gates, Tensor c) {
    return Recurrent.block(gates, 3, 4).sigmoid().mul(c.tanh());
  }

  @Override
  public double[] step(
      double[] x,
      double[] state,
      UnaryOperator<double[]> product,
      UnaryOperator<double[]> projection) {
    return shownAndCell(
        x, product.apply(Recurrent.block(state, 0, 2)), Recurrent.block(state, 1, 2));
  }

  /// Returns what gates let out of cells, and behind it the cells, after a step.
  ///
  /// @param sum what is added to the gates `x`
  /// @param before the cells before
  static double[] shownAndCell(double[] x, double[] sum, double[] before) {
    int hidden = before.length;
    double[] next = new double[2 * hidden];
    for (int j = 0; j < hidden; j++) {
      double input = sigmoid(x[j] + sum[j]);
      double forget = sigmoid(x[hidden + j] + sum[hidden + j]);
      double candidate = Math.tanh(x[2 * hidden + j] + sum[2 * hidden + j]);
      double output = sigmoid(x[3 * hidden + j] + sum[3 * hidden + j]);
      double c = forget * before[j] + input * candidate;
      next[hidden + j] = c;
      next[j] = output * Math.tanh(c);
    }
    return next;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static OpSpec spec() {
    var plain = new Lstm(false);
    return OpSpec.of("lstm")
        .summary("Long short-term memory over a whole sequence.")
        .formula(
            "cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g), hₜ = σ(o) · tanh(cₜ), [i f g o] = xₜ + hₜ₋₁ ·"
                + " R")
        .gradient("dxₜ = [dc·g·i(1−i), dc·cₜ₋₁·f(1−f), dc·i(1−g²), dh·tanh(cₜ)·o(1−o)]")
        .gradient("dR = Σ hₜ₋₁ᵀ · dxₜ")
        .gradient("dinitial = [dx₁ · Rᵀ, dc₁ · f₁]")
        .source("Hochreiter, Schmidhuber: Long short-term memory, 1997; Gers et al., 2000")
        .accuracy(64) // every step rounds what the next one starts from
        .sample(plain, Input.numbers(2, 3, 4), Input.numbers(1, 4), Input.numbers(2, 2))
        .sample(new Lstm(true), Input.numbers(2, 3, 8), Input.numbers(2, 8), Input.numbers(2, 4))
        .sample(
            plain,
            Input.numbers(2, 4, 8),
            Input.numbers(2, 8),
            Input.numbers(2, 4),
            Input.truths(2, 4))
        .sample(
            new Lstm(true),
            Input.numbers(3, 5, 280),
            Input.numbers(-0.1, 0.1, 70, 280),
            Input.numbers(3, 140),
            Input.truths(3, 5))
        .misuse(
            "lstm: gates need the axes [batch, time, 4 · hidden], got [3, 4]",
            plain,
            Recurrent.sized(3, 4),
            Recurrent.sized(1, 4),
            Recurrent.sized(3, 2))
        .misuse(
            "lstm: the sequence has no steps in time: gates are [2, 0, 8]",
            plain,
            Recurrent.sized(2, 0, 8),
            Recurrent.sized(2, 8),
            Recurrent.sized(2, 4))
        .misuse(
            "lstm: recurrent weights are [3, 9]; they must be [hidden, 4 · hidden]",
            plain,
            Recurrent.sized(2, 5, 12),
            Recurrent.sized(3, 9),
            Recurrent.sized(2, 6))
        .misuse(
            "lstm: gates are [2, 5, 8]; 3 hidden units need [2, 5, 12]",
            plain,
            Recurrent.sized(2, 5, 8),
            Recurrent.sized(3, 12),
            Recurrent.sized(2, 6))
        .misuse(
            "lstm: the initial state is [2, 3]; 3 hidden units need [2, 6]",
            plain,
            Recurrent.sized(2, 5, 12),
            Recurrent.sized(3, 12),
            Recurrent.sized(2, 3))
        .misuse(
            "lstm: the mask is [2, 4]; gates [2, 5, 12] need [2, 5], batch by time",
            plain,
            Recurrent.sized(2, 5, 12),
            Recurrent.sized(3, 12),
            Recurrent.sized(2, 6),
            new TensorType(Shape.of(2, 4), DType.BOOL))
        .misuse(
            "lstm: a mask holds truths, which steps count, got f32; convert with"
                + " to(DType.BOOL)",
            plain,
            Recurrent.sized(2, 5, 12),
            Recurrent.sized(3, 12),
            Recurrent.sized(2, 6),
            Recurrent.sized(2, 5))
        .misuse(
            "lstm: takes f32 or f64, got i32; convert with to(DType.F32)",
            plain,
            new TensorType(Shape.of(2, 5, 12), DType.I32),
            Recurrent.sized(3, 12),
            Recurrent.sized(2, 6))
        .withoutEdges() // 0 times an infinite number spoils every sum of a product
        .build();
  }
}
