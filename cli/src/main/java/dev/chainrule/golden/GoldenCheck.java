package dev.chainrule.golden;

import dev.chainrule.ChainruleException;
import dev.chainrule.io.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;

/// Runs every case of a set and says of each whether Chainrule gives the right answer.
///
/// ```
/// var totals = GoldenCheck.run(GoldenSet.open(folder), result -> IO.println(result));
/// IO.println(totals);
/// ```
public final class GoldenCheck {
  /// Runs the cases of one kind.
  interface Kind {
    /// Runs one case.
    ///
    /// @throws NotApplicable if the case asks for what Chainrule does not have
    Outcome run(GoldenCase golden);

    /// Returns what a case is about, from its entry in the manifest.
    String subject(Json entry);
  }

  private static final Kind FUNCTIONS = new OpCases();

  private static final Map<String, Kind> KINDS =
      Map.of(
          "op", FUNCTIONS,
          "special", FUNCTIONS,
          "layer", new LayerCases(),
          "trajectory", new TrajectoryCases(),
          "optimizer", new OptimizerCases(),
          "schedule", new ScheduleCases(),
          "clip", new ClipCases());

  private GoldenCheck() {}

  /// Runs all cases, one after the other in the manifest's order.
  ///
  /// No case stops the others: whatever it throws makes it fail.
  ///
  /// @param listener told of each result as it comes
  public static Totals run(GoldenSet set, Consumer<Result> listener) {
    Totals totals = Totals.NONE;
    for (Json entry : set.entries()) {
      Result result = run(set, entry);
      totals = totals.plus(result.outcome());
      listener.accept(result);
    }
    return totals;
  }

  private static Result run(GoldenSet set, Json entry) {
    String id = entry.get("id").asText();
    String kindName = entry.get("kind").asText();
    Kind kind = KINDS.get(kindName);
    if (kind == null) {
      var unknown = new Outcome.NotApplicable("cases of the kind " + kindName + " are not known");
      return new Result(id, kindName, kindName, unknown);
    }
    return new Result(id, kindName, kind.subject(entry), outcome(set, entry, kind));
  }

  private static Outcome outcome(GoldenSet set, Json entry, Kind kind) {
    try {
      return kind.run(set.read(entry));
    } catch (NotApplicable e) {
      return new Outcome.NotApplicable(e.reason());
    } catch (ChainruleException | UncheckedIOException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e + " at " + e.getStackTrace()[0]);
    }
  }
}
