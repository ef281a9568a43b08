package dev.chainrule.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// Shows a training while it goes on: as a bar on a terminal, as lines in a file or pipe, as JSON
/// for programs.
sealed interface Display permits BarDisplay, LineDisplay, JsonDisplay {
  /// Called after every batch; most displays show only some of them.
  void batch(Progress progress);

  /// Called after an epoch's last batch, when its measures are known.
  void epoch(Progress progress);

  /// Shows a sentence among the rest, for example that training ends early.
  void note(String sentence);

  /// Called when training fails; what was wrong is told elsewhere.
  default void failed() {}

  /// Shows how good the trained network is, and where it was saved.
  default void result(Verdict verdict, Path model) {
    note(verdict.line());
    verdict.details().ifPresent(this::note);
    note("saved in " + model);
  }

  /// The display that suits where the output goes.
  static Display of(PrintWriter out, boolean json) {
    if (json) {
      return new JsonDisplay(out);
    }
    return isTerminal() ? new BarDisplay(out, System::nanoTime) : new LineDisplay(out);
  }

  /// Whether a person sees the output, and sees a line change that is written over.
  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
