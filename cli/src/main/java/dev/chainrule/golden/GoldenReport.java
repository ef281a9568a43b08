package dev.chainrule.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Gathers results and writes them down as a document: totals by kind, and every case that did not
/// pass with its reason.
public final class GoldenReport implements Consumer<Result> {
  private final List<Result> results = new ArrayList<>();

  @Override
  public void accept(Result result) {
    results.add(result);
  }

  /// Returns the totals of all cases.
  public Totals totals() {
    return totals(results);
  }

  /// Returns the document in Markdown.
  public String markdown() {
    var text =
        new StringBuilder(
            """
            # Golden cases

            Values, gradients and trainings computed with PyTorch 2.13.0, and what becomes of them here.
            The cases lie in `cli/src/test/resources/golden`; `./chainrule check --golden FOLDER` runs
            them, or others in the same layout, and says of each what became of it. The test
            `GoldenTest` keeps this page current and rewrites it with `-Ddocs=write`.

            """);
    appendTotals(text);
    appendReasons(
        text,
        "Not followed",
        "Right except where Chainrule knowingly differs from PyTorch; the decision records say"
            + " why.",
        outcome -> outcome instanceof Outcome.NotFollowed(String reason) ? reason : "");
    appendReasons(
        text,
        "Not applicable",
        "Chainrule has no such function, layer, method or option.",
        outcome -> outcome instanceof Outcome.NotApplicable(String reason) ? reason : "");
    appendReasons(
        text,
        "Failed",
        "Wrong.",
        outcome -> outcome instanceof Outcome.Failed(String facts) ? facts : "");
    return text.toString();
  }

  private void appendTotals(StringBuilder text) {
    text.append("| kind | cases | passed | failed | not followed | not applicable |\n");
    text.append("|---|---|---|---|---|---|\n");
    Map<String, List<Result>> kinds = new LinkedHashMap<>();
    for (Result result : results) {
      kinds.computeIfAbsent(result.kind(), _ -> new ArrayList<>()).add(result);
    }
    kinds.forEach((kind, ofKind) -> text.append(row(kind, totals(ofKind))));
    text.append(row("all", totals()));
  }

  private static String row(String kind, Totals totals) {
    return "| %s | %d | %d | %d | %d | %d |\n"
        .formatted(
            kind,
            totals.cases(),
            totals.passed(),
            totals.failed(),
            totals.notFollowed(),
            totals.notApplicable());
  }

  /// Appends the cases of one outcome by reason: `conv2d (8)` are eight cases about conv2d.
  private void appendReasons(
      StringBuilder text, String title, String meaning, Function<Outcome, String> reasonOf) {
    Map<String, Map<String, Integer>> subjects = new TreeMap<>();
    for (Result result : results) {
      String reason = reasonOf.apply(result.outcome());
      if (!reason.isEmpty()) {
        String subject = result.kind() + " " + result.subject();
        subjects.computeIfAbsent(reason, _ -> new TreeMap<>()).merge(subject, 1, Integer::sum);
      }
    }
    if (subjects.isEmpty()) {
      return;
    }
    text.append("\n## %s\n\n%s\n\n| reason | cases |\n|---|---|\n".formatted(title, meaning));
    subjects.forEach((reason, counts) -> {
      List<String> parts = new ArrayList<>();
      counts.forEach((subject, count) -> parts.add(subject + " (" + count + ")"));
      text.append("| %s | %s |\n".formatted(reason, String.join(", ", parts)));
    });
  }

  private static Totals totals(List<Result> results) {
    Totals totals = Totals.NONE;
    for (Result result : results) {
      totals = totals.plus(result.outcome());
    }
    return totals;
  }
}
