package dev.chainrule.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What came of every finished epoch, in order.
///
/// @param epochs the results, the first epoch's first
public record History(List<EpochResult> epochs) {
  public History {
    epochs = List.copyOf(epochs);
  }

  /// Returns the numbers that the epochs are judged by, less is better.
  public List<Double> monitored() {
    return epochs.stream().map(EpochResult::monitored).toList();
  }

  /// Returns the best epoch, the first of several that are equally good.
  public Optional<EpochResult> best() {
    return epochs.stream().min(Comparator.comparingDouble(EpochResult::monitored));
  }

  /// Returns the last epoch.
  public Optional<EpochResult> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.getLast());
  }

  /// Returns a line for each epoch.
  @Override
  public String toString() {
    return epochs.stream().map(EpochResult::toString).collect(Collectors.joining("\n"));
  }
}
