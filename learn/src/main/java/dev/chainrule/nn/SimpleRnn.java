package dev.chainrule.nn;

import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;

/// A recurrent layer of the simplest cell: `hₜ = tanh(xₜ · weight + hₜ₋₁ · recurrent + biases)`.
///
/// See [Recurrent] for inputs, results and variables; gates and states are single.
///
/// **Source**: J. L. Elman, "Finding structure in time", Cognitive Science 14 (1990).
///
/// @param hidden the size of the state, at least 1
/// @param relu whether the cell has `max(·, 0)` in place of the hyperbolic tangent
/// @param unrolling how the layer goes through a sequence
/// @param weights the initial weights of inputs
/// @param recurrentWeights the initial weights of states
public record SimpleRnn(
    int hidden,
    boolean relu,
    Unrolling unrolling,
    Initializer weights,
    Initializer recurrentWeights)
    implements Recurrent {
  /// @throws IllegalArgumentException if `hidden` is below 1
  public SimpleRnn {
    Unrolled.require("SimpleRnn", hidden);
  }

  /// Returns the layer with the hyperbolic tangent.
  public static SimpleRnn of(int hidden) {
    return new SimpleRnn(
        hidden, false, Unrolling.PLAIN, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  /// Returns this layer with `max(·, 0)` in place of the hyperbolic tangent.
  public SimpleRnn withRelu() {
    return new SimpleRnn(hidden, true, unrolling, weights, recurrentWeights);
  }

  @Override
  public SimpleRnn unrolling(Unrolling other) {
    return new SimpleRnn(hidden, relu, other, weights, recurrentWeights);
  }
}
