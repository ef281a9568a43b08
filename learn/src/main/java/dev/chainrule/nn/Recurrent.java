package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that goes through a sequence step by step and carries a state along.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, time, features]` | |
/// | initial state, if given | `[batch, states · hidden]` | zeros |
/// | mask, if given | `[batch, time]`, truths | all steps count |
/// | output | `[batch, time, hidden]` | see [#last] and [#states] |
/// | `weight` | `[features, gates · hidden]` | Glorot uniform |
/// | `recurrent` | `[hidden, gates · hidden]` | orthogonal |
/// | `bias` | `[gates · hidden]` | zeros, and ones for an LSTM's gate f |
/// | `recurrentBias` | `[gates · hidden]` | zeros |
///
/// The layer is [Joint]: initial state and mask may follow the input, in any order, as one holds
/// numbers and the other truths. Where the mask does not hold, the state stays as it was: so
/// sequences of different lengths fill up one batch. The first bias belongs to the product with the
/// input, the second to that with the state; only in a GRU is that a difference.
public sealed interface Recurrent extends Layer permits SimpleRnn, Lstm, Gru {
  /// Returns the size of the hidden state.
  int hidden();

  /// Returns the size of the output, which is that of the hidden state unless a projection of an
  /// [Lstm] makes it another.
  default int output() {
    return hidden();
  }

  /// Returns how the layer goes through a sequence.
  Unrolling unrolling();

  /// Returns this layer, going through a sequence in another way.
  Recurrent unrolling(Unrolling other);

  /// Returns this layer with the hidden state after the last step in the order of time as result:
  /// `[batch, hidden]`.
  default Recurrent last() {
    return unrolling(unrolling().returning(Unrolling.Returned.LAST));
  }

  /// Returns this layer with the whole states of all steps as result, `[batch, time, states ·
  /// hidden]`. For an LSTM these are the hidden states and after them the cells; for others it is
  /// the usual result.
  default Recurrent states() {
    return unrolling(unrolling().returning(Unrolling.Returned.WHOLE));
  }

  /// Returns this layer, going through sequences from their last step to the first. Results stand
  /// where their inputs stood.
  default Recurrent reversed() {
    return unrolling(unrolling().reversed());
  }

  /// Returns this layer with gradients that end after so many steps (truncated backpropagation
  /// through time).
  default Recurrent truncated(int steps) {
    return unrolling(unrolling().truncated(steps));
  }

  /// Returns this layer with a memory: in training, a batch starts from the states in which the one
  /// before ended, without gradients between them. The variable `state`, `[samples, states ·
  /// hidden]`, holds them. In use, every batch starts anew.
  ///
  /// @param samples in every batch
  default Recurrent stateful(int samples) {
    return unrolling(unrolling().stateful(samples));
  }

  @Override
  default UnaryOperator<Tensor> build(Site site) {
    return Unrolled.build(site, this);
  }
}
