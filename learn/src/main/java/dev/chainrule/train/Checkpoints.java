package dev.chainrule.train;

import java.nio.file.Path;

/// Writes the run down after every epoch, every so many steps, and when it is stopped.
///
/// There is one file, which always holds one whole checkpoint, the last one: see [Trainer#resume].
///
/// @param file where to
/// @param every the number of steps between two checkpoints in an epoch; 0 for none
public record Checkpoints(Path file, long every) implements Listener {
  /// @throws IllegalArgumentException if `every` is negative
  public Checkpoints {
    if (every < 0) {
      throw new IllegalArgumentException(
          "Checkpoints: every is " + every + " steps; expected 0 or more");
    }
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.StepDone done when every > 0 && done.place().step() % every == 0 ->
          event.run().checkpoint(file);
      case Event.EpochDone _, Event.Stopped _ -> event.run().checkpoint(file);
      case Event.StepDone _, Event.Started _, Event.Finished _, Event.Failed _ -> {}
    }
  }
}
