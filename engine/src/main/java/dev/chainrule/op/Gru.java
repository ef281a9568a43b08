package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.kernel.Cell;
import java.util.List;
import java.util.function.UnaryOperator;

/// Gated recurrent units over a whole sequence.
///
/// `hₜ = (1 − z) · n + z · hₜ₋₁` with `r = σ(x_r + q_r)`, `z = σ(x_z + q_z)`, `n = tanh(x_n + r ·
/// q_n)` and `q = hₜ₋₁ · R + b`; `x`, the gates `[batch, time, 3 · hidden]` in the order r, z, n,
/// are the inputs times their weights. In the older form the reset comes before the product: `q_n =
/// (r · hₜ₋₁) · R_n + b_n`, and `n = tanh(x_n + q_n)`.
///
/// Inputs are gates, recurrent weights `R` `[hidden, 3 · hidden]`, the initial state `[batch,
/// hidden]`, the bias `b` `[3 · hidden]` and perhaps a mask `[batch, time]` of steps that count;
/// the result `[batch, time, hidden]` holds the state after each step.
///
/// @param resetAfter whether the reset comes after the product
/// @param reverse whether time runs from the last step to the first
public record Gru(boolean resetAfter, boolean reverse) implements Recurrent {
  @Override
  public String name() {
    return "gru";
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Cell cell() {
    return resetAfter ? Cell.GRU : Cell.RESET_FIRST;
  }

  @Override
  public boolean biased() {
    return true;
  }

  @Override
  public Tensor step(
      Tensor x, Tensor state, UnaryOperator<Tensor> product, UnaryOperator<Tensor> projection) {
    var sum = product.apply(state);
    var reset = Recurrent.block(x, 0, 3).add(Recurrent.block(sum, 0, 3)).sigmoid();
    var keep = Recurrent.block(x, 1, 3).add(Recurrent.block(sum, 1, 3)).sigmoid();
    var again =
        resetAfter
            ? reset.mul(Recurrent.block(sum, 2, 3))
            : Recurrent.block(product.apply(reset.mul(state)), 2, 3);
    var candidate = Recurrent.block(x, 2, 3).add(again).tanh();
    return Tensor.scalar(1, keep.dtype()).sub(keep).mul(candidate).add(keep.mul(state));
  }

  @Override
  public double[] step(
      double[] x,
      double[] state,
      UnaryOperator<double[]> product,
      UnaryOperator<double[]> projection) {
    int hidden = state.length;
    double[] sum = product.apply(state);
    double[] reset = new double[hidden];
    double[] later = new double[hidden];
    for (int j = 0; j < hidden; j++) {
      reset[j] = Lstm.sigmoid(x[j] + sum[j]);
      later[j] = reset[j] * state[j];
    }
    double[] again = product.apply(later);
    double[] next = new double[hidden];
    for (int j = 0; j < hidden; j++) {
      double keep = Lstm.sigmoid(x[hidden + j] + sum[hidden + j]);
      double n = resetAfter ? reset[j] * sum[2 * hidden + j] : again[2 * hidden + j];
      next[j] = (1 - keep) * Math.tanh(x[2 * hidden + j] + n) + keep * state[j];
    }
    return next;
  }

  @Override
  public Tensor inputGradient(Tensor steps, Tensor products) {
    if (!resetAfter) {
      return products;
    }
    return Concatenate.of(
        1,
        List.of(
            Recurrent.block(steps, 0, 4),
            Recurrent.block(steps, 1, 4),
            Recurrent.block(steps, 3, 4)));
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Tensor recurrentGradient(Past past, Tensor products) {
    if (resetAfter) {
      return Recurrent.super.recurrentGradient(past, products);
    }
    int hidden = past.states().shape().size(2);
    var before = before(past);
    var outer = before.transpose().matmul(products.slice(1, 0, 2 * hidden));
    var later = Tape.recording() ? reset(past, before).mul(before) : past.active(3, hidden);
    var inner = later.transpose().matmul(products.slice(1, 2 * hidden, 3 * hidden));
    return Concatenate.of(1, List.of(outer, inner));
  }

  /// Returns the resets of all steps, `[batch · time, hidden]`, so that they can be differentiated.
  private static Tensor reset(Past past, Tensor before) {
    var x = Recurrent.block(past.inputs().get(0), 0, 3).reshape(before.shape().sizes());
    var weights = Recurrent.block(past.inputs().get(1), 0, 3);
    var bias = past.inputs().get(3).slice(0, 0, before.shape().size(1));
    return x.add(before.matmul(weights).add(bias)).sigmoid();
  }

  static OpSpec spec() {
    var after = new Gru(true, false);
    return OpSpec.of("gru")
        .summary("Gated recurrent units over a whole sequence.")
        .formula(
            "hₜ = (1 − z) · n + z · hₜ₋₁, r = σ(x_r + q_r), z = σ(x_z + q_z), n = tanh(x_n + r"
                + " · q_n), q = hₜ₋₁ · R + b")
        .gradient("dx_n = dh · (1 − z) · (1 − n²), dx_z = dh · (hₜ₋₁ − n) · z(1 − z)")
        .gradient("dx_r = dx_n · q_n · r(1 − r), dq = [dx_r, dx_z, dx_n · r]")
        .gradient("dR = Σ hₜ₋₁ᵀ · dq, db = Σ dq")
        .gradient(
            "the reset first: dq = dx, dR_n = Σ (r · hₜ₋₁)ᵀ · dq_n, dx_r = d(r · hₜ₋₁) · hₜ₋₁ · r(1"
                + " − r)")
        .gradient("dinitial = dh₁ · z₁ + dq₁ · Rᵀ")
        .source(
            "Cho et al.: Learning phrase representations using RNN encoder-decoder, 2014; the"
                + " reset after the product: Chetlur et al.: cuDNN, 2014")
        .accuracy(64) // every step rounds what the next one starts from
        .sample(
            after,
            Input.numbers(2, 3, 3),
            Input.numbers(1, 3),
            Input.numbers(2, 1),
            Input.numbers(3))
        .sample(
            new Gru(true, true),
            Input.numbers(2, 3, 6),
            Input.numbers(2, 6),
            Input.numbers(2, 2),
            Input.numbers(6),
            Input.truths(2, 3))
        .sample(
            new Gru(false, false),
            Input.numbers(2, 3, 6),
            Input.numbers(2, 6),
            Input.numbers(2, 2),
            Input.numbers(6))
        .sample(
            new Gru(false, true),
            Input.numbers(2, 3, 6),
            Input.numbers(2, 6),
            Input.numbers(2, 2),
            Input.numbers(6),
            Input.truths(2, 3))
        .sample(
            after,
            Input.numbers(3, 5, 210),
            Input.numbers(-0.1, 0.1, 70, 210),
            Input.numbers(3, 70),
            Input.numbers(210),
            Input.truths(3, 5))
        .misuse(
            "gru: the bias is [3]; 3 hidden units need [9]",
            after,
            Recurrent.sized(2, 5, 9),
            Recurrent.sized(3, 9),
            Recurrent.sized(2, 3),
            Recurrent.sized(3))
        .withoutEdges() // 0 times an infinite number spoils every sum of a product
        .build();
  }
}
