package dev.chainrule.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All rewrites, in the order in which they are tried.
final class Rewrites {
  private static final List<Rewrite> SIMPLE =
      List.of(
          new FoldConstants(),
          new DropIdentities(),
          new MergeViews(),
          new MergeCasts(),
          new ReadExpansions(),
          new DropNeutral(),
          new CancelNegations(),
          new DropRepeats(),
          new DropChoices(),
          new MultiplyByReciprocal());

  /// Those that keep every bit.
  static final List<Rewrite> ALL =
      joined(SIMPLE, List.of(new ExpandComposites(), new JoinPlaces()));

  /// Those that change rounding. They see composites as wholes, and never what is inside.
  static final List<Rewrite> FREE =
      List.of(
          new UseLogSoftmax(),
          new UseLogSumExp(),
          new UseSoftplus(),
          new UseLog1p(),
          new UseExpm1(),
          new UseSigmoid(),
          new UseSoftmax(),
          new CancelQuotients(),
          new SlopeOfLogSigmoid(),
          new SlopeOfSoftplus(),
          new SlopeOfLogSumExp(),
          new MergeProducts());

  private Rewrites() {}

  @SafeVarargs
  private static List<Rewrite> joined(List<Rewrite>... lists) {
    var all = new ArrayList<Rewrite>();
    for (var list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
  }

  /// Returns a graph with the same results up to rounding.
  ///
  /// @param applied counts how often each rewrite was applied
  static Graph roundFreely(Graph graph, Map<String, Integer> applied) {
    return Builder.rebuild(graph, joined(SIMPLE, FREE), applied);
  }
}
