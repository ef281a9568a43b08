package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What comparing the tensors of one case has brought up so far.
final class Findings {
  private final GoldenCase golden;
  private final List<String> failures = new ArrayList<>();
  private final List<String> deviations = new ArrayList<>();

  Findings(GoldenCase golden) {
    this.golden = golden;
  }

  /// Compares a result with the case's tensor of the given name.
  void compare(String name, Tensor found, Tolerance tolerance) {
    compare(name, golden.tensor(name), found, tolerance);
  }

  /// Compares single numbers, one for each step, with the case's tensor of the given name.
  void compare(String name, List<Double> found, double absolute) {
    Tensor expected = golden.tensor(name);
    double[] numbers = found.stream().mapToDouble(Double::doubleValue).toArray();
    Tensor tensor = Tensor.of(numbers, Shape.of(numbers.length)).to(expected.dtype());
    compare(name, expected, tensor, new Tolerance(0, absolute));
  }

  /// Compares a result; where a deviation from PyTorch is known, its elements may differ.
  void compare(String name, Tensor expected, Tensor found, Tolerance tolerance) {
    Optional<String> difference = Comparison.difference(name, expected, found, tolerance);
    if (difference.isEmpty()) {
      return;
    }
    for (Deviation deviation : Deviations.of(golden, name)) {
      if (Comparison.difference(name, expected, found, tolerance, deviation.excuses(golden))
          .isEmpty()) {
        deviations.add(deviation.reason());
        return;
      }
    }
    failures.add(difference.get());
  }

  Outcome outcome() {
    if (!failures.isEmpty()) {
      return new Outcome.Failed(String.join("; ", failures));
    }
    return deviations.isEmpty()
        ? new Outcome.Passed()
        : new Outcome.NotFollowed(String.join("; ", deviations.stream().distinct().toList()));
  }
}
