package dev.chainrule.train;

import dev.chainrule.metric.Score;
import dev.chainrule.optim.ParameterGradients;
import java.util.List;
import java.util.Optional;

/// What happens in a training run, as its listeners hear it.
///
/// Events come in the thread that trains, in the order in which things happen. A listener may look
/// at the run, ask it to stop, and write it down.
public sealed interface Event {
  /// Returns the run in which it happened.
  Run run();

  /// Training begins, or goes on from a checkpoint.
  ///
  /// @param run the run
  record Started(Run run) implements Event {}

  /// A step was made.
  ///
  /// @param run the run
  /// @param place where it was
  /// @param loss the batch's loss before the update
  /// @param rate the learning rate that was used
  /// @param meanLoss the mean loss of this epoch's samples so far
  /// @param gradients the gradients as they arrived, before clipping; told by the last step of an
  ///   epoch, by every eager step, and if a listener [needs them][Listener#needsGradients]
  record StepDone(
      Run run,
      Place place,
      double loss,
      double rate,
      double meanLoss,
      Optional<ParameterGradients> gradients)
      implements Event {
    /// Returns the metrics of this epoch's samples so far, each the mean over batches.
    public List<Score> metrics() {
      return run.running();
    }
  }

  /// An epoch was finished, and validated if there is validation data.
  ///
  /// @param run the run
  /// @param result what came of it
  record EpochDone(Run run, EpochResult result) implements Event {}

  /// Training ends before the last epoch, because somebody asked for it.
  ///
  /// @param run the run
  /// @param reason why, in a few words
  record Stopped(Run run, String reason) implements Event {}

  /// Training has ended, and the best weights were restored if that was asked for.
  ///
  /// @param run the run
  record Finished(Run run) implements Event {}

  /// Training has ended because something was thrown, which [Trainer#fit] throws on.
  ///
  /// @param run the run
  /// @param cause what was thrown
  record Failed(Run run, Throwable cause) implements Event {}

  /// Where in the data a step was made.
  ///
  /// @param epoch the epoch, from 1
  /// @param epochs how many epochs there will be at most
  /// @param batch the batch in the epoch, from 1
  /// @param batches how many batches an epoch has
  /// @param step the step, counted from 1 over all epochs
  /// @param samples how many samples the batch had
  record Place(int epoch, int epochs, int batch, int batches, long step, int samples) {}
}
