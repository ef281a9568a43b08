package dev.chainrule.program;

import java.util.List;

/// All rewrites, in the order in which they are tried.
final class Rewrites {
  static final List<Rewrite> ALL =
      List.of(
          new FoldConstants(),
          new ExpandComposites(),
          new DropIdentities(),
          new MergeViews(),
          new MergeCasts(),
          new ReadExpansions(),
          new DropNeutral(),
          new CancelNegations(),
          new DropRepeats(),
          new DropChoices(),
          new MultiplyByReciprocal(),
          new JoinPlaces());

  private Rewrites() {}
}
