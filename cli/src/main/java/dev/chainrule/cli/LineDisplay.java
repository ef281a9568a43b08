package dev.chainrule.cli;

import static java.util.stream.Collectors.joining;

import dev.chainrule.metric.Score;
import java.io.PrintWriter;

/// One line for each epoch: `epoch 2/5 loss 0.09230 accuracy 97.20 % 176k samples/s 0:08 left`.
record LineDisplay(PrintWriter out) implements Display {
  private static final int MOST_LINES = 20;

  @Override
  public void batch(Progress progress) {}

  @Override
  public void epoch(Progress progress) {
    if (isWorthALine(progress.epoch(), progress.epochs())) {
      note(line(progress));
    }
  }

  @Override
  public void note(String sentence) {
    out.println(sentence);
    out.flush();
  }

  /// Of many epochs about twenty are shown, evenly, and the first and the last.
  static boolean isWorthALine(int epoch, int epochs) {
    var lines = Math.min(epochs, MOST_LINES);
    return epoch == 1 || (long) epoch * lines / epochs > (epoch - 1L) * lines / epochs;
  }

  /// What an epoch's line says; the time left is of no interest after the last.
  static String line(Progress progress) {
    var scores = progress.scores().stream().map(Score::toString).collect(joining("  "));
    var left = progress.epoch() < progress.epochs() ? "  " + progress.timeLeft() + " left" : "";
    return "epoch %d/%d  %s  %s%s"
        .formatted(progress.epoch(), progress.epochs(), scores, progress.speed(), left);
  }
}
