package dev.chainrule.explain;

import java.util.List;
import java.util.Optional;

/// A small computation whose backpropagation can be followed by hand, from a textbook or a lecture.
public interface WorkedExample {

  /// Returns the name by which it is asked for.
  String name();

  /// Returns what it shows, in one sentence.
  String summary();

  /// Computes the example and returns it written out, with all numbers.
  String text();

  /// Returns all worked examples.
  static List<WorkedExample> all() {
    return List.of(
        new Mazur(), new ThreeTwoOne(), new Perceptron(), new SquaredNorm(), new TinyGraph());
  }

  /// Returns the example of a name, or empty if there is none.
  static Optional<WorkedExample> named(String name) {
    return all().stream().filter(example -> example.name().equals(name)).findFirst();
  }
}
