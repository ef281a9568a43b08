package dev.chainrule.cli;

import static java.util.stream.Collectors.joining;

import dev.chainrule.metric.Score;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/// A bar that fills during an epoch and then gives way to the epoch's line: `epoch 2/5 ████▋──────
/// 47 % 0:03 left loss 0.0812 accuracy 97.3 % 182k samples/s`.
final class BarDisplay implements Display {
  private static final int WIDTH = 10;
  private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

  /// Ten times a second looks alive and costs nothing beside a training step.
  private static final long NANOS_BETWEEN = 100_000_000;

  /// Start of the line, wrapping off: a narrow terminal cuts the line instead of scrolling.
  private static final String BEGIN = "\r\033[?7l";

  /// The rest of the line cleared, wrapping on again.
  private static final String END = "\033[K\033[?7h";

  private final PrintWriter out;
  private final LongSupplier nanoClock;
  private long shownAt;
  private boolean shown;

  BarDisplay(PrintWriter out, LongSupplier nanoClock) {
    this.out = out;
    this.nanoClock = nanoClock;
  }

  @Override
  public void batch(Progress progress) {
    var now = nanoClock.getAsLong();
    if (!shown || now - shownAt >= NANOS_BETWEEN) {
      shown = true;
      shownAt = now;
      out.print(BEGIN + line(progress) + END);
      out.flush();
    }
  }

  @Override
  public void epoch(Progress progress) {
    if (LineDisplay.isWorthALine(progress.epoch(), progress.epochs())) {
      note(LineDisplay.line(progress));
    }
  }

  @Override
  public void note(String sentence) {
    out.println(shown ? "\r\033[K" + sentence : sentence);
    out.flush();
    shown = false;
  }

  /// Takes the bar away, so that the message has a line of its own.
  @Override
  public void failed() {
    out.print(shown ? "\r\033[K" : "");
    out.flush();
    shown = false;
  }

  /// The line with the bar, about 80 characters long.
  static String line(Progress progress) {
    var scores = progress.scores().stream().map(Score::toString).collect(joining("  "));
    return "epoch %d/%d %s %s left  %s  %s"
        .formatted(
            progress.epoch(),
            progress.epochs(),
            bar(progress.done()),
            progress.timeLeft(),
            scores,
            progress.speed());
  }

  /// A bar whose last block is filled in eighths.
  static String bar(double done) {
    var eighths = (int) (8 * WIDTH * done);
    var full = eighths / 8;
    var part = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8 - 1, eighths % 8);
    return "█".repeat(full) + part + "─".repeat(WIDTH - full - part.length());
  }
}
