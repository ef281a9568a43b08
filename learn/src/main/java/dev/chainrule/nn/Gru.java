package dev.chainrule.nn;

import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;

/// A recurrent layer of gated units.
///
/// `hₜ = (1 − z) · n + z · hₜ₋₁` with `r = σ(x_r + q_r)`, `z = σ(x_z + q_z)` and `n = tanh(x_n + r
/// · q_n)`, where `r, z, n` are the three blocks, in this order, of `x = xₜ · weight + bias` and `q
/// = hₜ₋₁ · recurrent + recurrentBias`. In the older form the reset comes before the product: `q_n`
/// is then that of `r · hₜ₋₁`.
///
/// See [Recurrent] for inputs, results and variables; there are 3 gates, and the state is `h`.
///
/// **Source**: K. Cho et al., "Learning phrase representations using RNN encoder-decoder", EMNLP
/// 2014; the reset after the product: S. Chetlur et al., "cuDNN", 2014.
///
/// @param hidden the size of the state, at least 1
/// @param resetAfter whether the reset comes after the product
/// @param unrolling how the layer goes through a sequence
/// @param weights the initial weights of inputs
/// @param recurrentWeights the initial weights of states
public record Gru(
    int hidden,
    boolean resetAfter,
    Unrolling unrolling,
    Initializer weights,
    Initializer recurrentWeights)
    implements Recurrent {
  /// @throws IllegalArgumentException if `hidden` is below 1
  public Gru {
    Unrolled.require("Gru", hidden);
  }

  /// Returns the layer that resets after the product.
  public static Gru of(int hidden) {
    return new Gru(
        hidden, true, Unrolling.PLAIN, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  /// Returns this layer in its older form, with the reset before the product. It is slower.
  public Gru resetBefore() {
    return new Gru(hidden, false, unrolling, weights, recurrentWeights);
  }

  @Override
  public Gru unrolling(Unrolling other) {
    return new Gru(hidden, resetAfter, other, weights, recurrentWeights);
  }
}
