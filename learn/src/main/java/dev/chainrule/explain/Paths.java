package dev.chainrule.explain;

import dev.chainrule.autodiff.Gradients;
import dev.chainrule.autodiff.Node;
import dev.chainrule.explain.Explanation.Path;
import java.util.Comparator;
import java.util.List;

/// The ways from an element to the result.
///
/// @param all the ways that were followed, the one that matters most first
/// @param complete whether there are no more
record Paths(List<Path> all, boolean complete) {
  static Paths none() {
    return new Paths(List.of(), true);
  }

  /// Follows the ways whose derivative is not zero, or, if there are none, those on which it is
  /// zero at the present values.
  static Paths of(Gradients gradients, Names names, Node target, int place) {
    var walk = new Walk(gradients, names, false).from(target, place);
    var found =
        walk.paths().isEmpty() ? new Walk(gradients, names, true).from(target, place) : walk;
    var sorted =
        found.paths().stream()
            .sorted(Comparator.comparingDouble(path -> -Math.abs(path.product())))
            .toList();
    return new Paths(sorted, found.isComplete());
  }
}
