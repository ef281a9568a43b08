package dev.chainrule.nn;

import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.OptionalInt;

/// A recurrent layer of long short-term memory.
///
/// `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)` and `hₜ = σ(o) · tanh(cₜ)`, with `i, f, g, o` the four
/// blocks of `xₜ · weight + hₜ₋₁ · recurrent + biases`, in this order.
///
/// See [Recurrent] for inputs, results and variables; there are 4 gates, and a state is `h` and
/// then `c`. The gate f starts with a bias of 1, so that a new network remembers.
///
/// With a projection, `hₜ = (σ(o) · tanh(cₜ)) · projection`, which may be smaller than `c`: less is
/// computed and trained than with so many cells otherwise.
///
/// | | shape with a projection | initially |
/// |---|---|---|
/// | initial state, if given | `[batch, projected + hidden]` | zeros |
/// | output | `[batch, time, projected]` | |
/// | `recurrent` | `[projected, 4 · hidden]` | orthogonal |
/// | `projection` | `[hidden, projected]` | Glorot uniform |
///
/// **Source**: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9
/// (1997); the gate f: F. Gers, J. Schmidhuber, F. Cummins, 2000; its bias: R. Jozefowicz, W.
/// Zaremba, I. Sutskever, ICML 2015; the projection: H. Sak, A. Senior, F. Beaufays, INTERSPEECH
/// 2014.
///
/// @param hidden the size of `c`, and of `h` without a projection, at least 1
/// @param projected the size of `h`, at least 1; absent for no projection
/// @param unrolling how the layer goes through a sequence
/// @param weights the initial weights of inputs
/// @param recurrentWeights the initial weights of states
public record Lstm(
    int hidden,
    OptionalInt projected,
    Unrolling unrolling,
    Initializer weights,
    Initializer recurrentWeights)
    implements Recurrent {
  /// @throws IllegalArgumentException if `hidden` or `projected` is below 1
  public Lstm {
    Unrolled.require("Lstm", hidden);
    if (projected.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Lstm: projected is %d; expected 1 or more".formatted(projected.getAsInt()));
    }
  }

  /// Returns the layer with the usual initial weights.
  public static Lstm of(int hidden) {
    return new Lstm(
        hidden,
        OptionalInt.empty(),
        Unrolling.PLAIN,
        Initializers.glorotUniform(),
        Initializers.orthogonal());
  }

  /// Returns this layer with `h` projected to another size.
  ///
  /// @throws IllegalArgumentException if the size is below 1
  public Lstm projected(int size) {
    return new Lstm(hidden, OptionalInt.of(size), unrolling, weights, recurrentWeights);
  }

  @Override
  public int output() {
    return projected.orElse(hidden);
  }

  @Override
  public Lstm unrolling(Unrolling other) {
    return new Lstm(hidden, projected, other, weights, recurrentWeights);
  }
}
