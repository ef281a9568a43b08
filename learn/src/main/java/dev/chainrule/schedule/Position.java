package dev.chainrule.schedule;

import java.util.List;

/// How far training has come: what a schedule may look at.
///
/// @param step how many steps were made
/// @param epoch how many epochs were finished
/// @param monitored the number that each finished epoch is judged by, less is better
public record Position(long step, int epoch, List<Double> monitored) {
  public Position {
    monitored = List.copyOf(monitored);
  }

  /// Returns the position after some steps, all that most schedules look at.
  public static Position ofStep(long step) {
    return new Position(step, 0, List.of());
  }

  /// Returns this position with another number of steps.
  Position withStep(long other) {
    return new Position(other, epoch, monitored);
  }
}
