package dev.chainrule.golden;

/// How many cases ended how.
public record Totals(int passed, int failed, int notFollowed, int notApplicable) {
  /// The totals of no case.
  public static final Totals NONE = new Totals(0, 0, 0, 0);

  /// Returns the totals with one more case.
  public Totals plus(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> new Totals(passed + 1, failed, notFollowed, notApplicable);
      case Outcome.Failed _ -> new Totals(passed, failed + 1, notFollowed, notApplicable);
      case Outcome.NotFollowed _ -> new Totals(passed, failed, notFollowed + 1, notApplicable);
      case Outcome.NotApplicable _ -> new Totals(passed, failed, notFollowed, notApplicable + 1);
    };
  }

  /// Returns the number of cases.
  public int cases() {
    return passed + failed + notFollowed + notApplicable;
  }

  @Override
  public String toString() {
    return "%d cases: %d passed, %d FAILED, %d not followed, %d not applicable"
        .formatted(cases(), passed, failed, notFollowed, notApplicable);
  }
}
