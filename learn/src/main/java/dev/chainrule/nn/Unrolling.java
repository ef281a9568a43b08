package dev.chainrule.nn;

import java.util.OptionalInt;

/// How a recurrent layer goes through a sequence, and what it returns of it.
///
/// @param returned which states are the result
/// @param reverse whether time runs from the last step to the first
/// @param part after how many steps gradients end, which keeps them cheap for long sequences
///   (truncated backpropagation through time); absent for never
/// @param batch the number of samples whose last states are remembered, so that the next batch
///   continues where they ended; absent if every batch starts anew
public record Unrolling(Returned returned, boolean reverse, OptionalInt part, OptionalInt batch) {
  /// Which states are the result.
  public enum Returned {
    /// The hidden states of all steps, `[batch, time, hidden]`.
    ALL,
    /// The hidden state after the last step in the order of time, `[batch, hidden]`.
    LAST,
    /// The whole states of all steps, `[batch, time, states · hidden]`: an LSTM's cells, too.
    WHOLE
  }

  /// Every batch anew, from the first step to the last; all hidden states are the result.
  public static final Unrolling PLAIN =
      new Unrolling(Returned.ALL, false, OptionalInt.empty(), OptionalInt.empty());

  /// @throws IllegalArgumentException if a number is below 1
  public Unrolling {
    if (part.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Unrolling: gradients end after %d steps; expected 1 or more".formatted(part.getAsInt()));
    }
    if (batch.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Unrolling: remembers %d samples; expected 1 or more".formatted(batch.getAsInt()));
    }
  }

  Unrolling returning(Returned other) {
    return new Unrolling(other, reverse, part, batch);
  }

  Unrolling reversed() {
    return new Unrolling(returned, !reverse, part, batch);
  }

  Unrolling truncated(int steps) {
    return new Unrolling(returned, reverse, OptionalInt.of(steps), batch);
  }

  Unrolling stateful(int samples) {
    return new Unrolling(returned, reverse, part, OptionalInt.of(samples));
  }
}
