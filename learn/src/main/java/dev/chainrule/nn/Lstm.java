package dev.chainrule.nn;

import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;

/// A recurrent layer of long short-term memory.
///
/// `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)` and `hₜ = σ(o) · tanh(cₜ)`, with `i, f, g, o` the four
/// blocks of `xₜ · weight + hₜ₋₁ · recurrent + biases`, in this order.
///
/// See [Recurrent] for inputs, results and variables; there are 4 gates, and a state is `h` and
/// then `c`. The gate f starts with a bias of 1, so that a new network remembers.
///
/// **Source**: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9
/// (1997); the gate f: F. Gers, J. Schmidhuber, F. Cummins, 2000; its bias: R. Jozefowicz, W.
/// Zaremba, I. Sutskever, ICML 2015.
///
/// @param hidden the size of `h` and of `c`, at least 1
/// @param unrolling how the layer goes through a sequence
/// @param weights the initial weights of inputs
/// @param recurrentWeights the initial weights of states
public record Lstm(
    int hidden, Unrolling unrolling, Initializer weights, Initializer recurrentWeights)
    implements Recurrent {
  /// @throws IllegalArgumentException if `hidden` is below 1
  public Lstm {
    Unrolled.require("Lstm", hidden);
  }

  /// Returns the layer with the usual initial weights.
  public static Lstm of(int hidden) {
    return new Lstm(
        hidden, Unrolling.PLAIN, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  @Override
  public Lstm unrolling(Unrolling other) {
    return new Lstm(hidden, other, weights, recurrentWeights);
  }
}
