package dev.chainrule.cli;

import dev.chainrule.metric.Score;
import java.util.List;
import java.util.Locale;

/// Where a training stands after a batch.
///
/// @param epoch the epoch's number, from 1
/// @param epochs how many there will be at most
/// @param batch how many batches of this epoch are done
/// @param batches how many batches an epoch has
/// @param samplesPerSecond the present speed
/// @param secondsLeft the time that the rest takes at this speed
/// @param scores loss and metrics
record Progress(
    int epoch,
    int epochs,
    int batch,
    int batches,
    double samplesPerSecond,
    double secondsLeft,
    List<Score> scores) {

  /// The share of this epoch that is done, from 0 to 1.
  double done() {
    return (double) batch / batches;
  }

  /// `0:07`, `12:30` or `1:02:03`, rounded up.
  String timeLeft() {
    var seconds = (long) Math.ceil(secondsLeft);
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /// `850 samples/s`, `182k samples/s` or `2.1M samples/s`.
  String speed() {
    if (samplesPerSecond < 9_999.5) {
      return "%.0f samples/s".formatted(samplesPerSecond);
    }
    return samplesPerSecond < 999_500
        ? "%.0fk samples/s".formatted(samplesPerSecond / 1e3)
        : String.format(Locale.ROOT, "%.1fM samples/s", samplesPerSecond / 1e6);
  }
}
