package dev.chainrule.explain;

import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Pieces of text that worked examples share.
final class Texts {
  private Texts() {}

  /// Returns for every weight the derivation of its gradient and its update.
  static String derivations(TwoLayers network, TwoLayers.Pass pass) {
    var text = new StringBuilder();
    double[] weights = network.weights();
    var explanations = network.explanations(pass);
    for (int i = 0; i < weights.length; i++) {
      var explanation = explanations.get(i);
      double next = weights[i] - network.rate() * explanation.gradient();
      text.append(indented(explanation.text()));
      text.append(
          String.format(
              Locale.ROOT,
              "  w%d becomes %s − %s · %s = %.12f\n",
              i + 1,
              Notation.shortNumber(weights[i]),
              Notation.shortNumber(network.rate()),
              precise(explanation.gradient()),
              next));
      text.append('\n');
    }
    return text.toString();
  }

  private static String precise(double gradient) {
    var text = String.format(Locale.ROOT, "%.14f", gradient);
    return gradient < 0 ? "(" + text + ")" : text;
  }

  /// A name in braces, and what is written in its place.
  record Filling(String name, String value) {}

  /// Returns a filling with a short number.
  static Filling number(String name, double value) {
    return new Filling(name, Notation.shortNumber(value));
  }

  /// Returns a filling with the rows of a matrix; all but the first are indented like it.
  static Filling matrix(String name, Tensor matrix, int indent) {
    int columns = matrix.shape().size(1);
    var rows = new ArrayList<String>();
    for (int i = 0; i < matrix.shape().size(0); i++) {
      int row = i;
      rows.add(
          IntStream.range(0, columns)
              .mapToObj(j -> String.format(Locale.ROOT, "%7.4f", matrix.get(row, j)))
              .collect(Collectors.joining(" ", "[", " ]")));
    }
    return new Filling(name, String.join("\n" + " ".repeat(indent), rows));
  }

  /// Returns a text with every name in braces replaced.
  static String filled(String text, Filling... fillings) {
    for (var filling : fillings) {
      text = text.replace("{" + filling.name + "}", filling.value);
    }
    return text;
  }

  static String indented(String text) {
    return text.lines().map(line -> "  " + line + "\n").reduce("", String::concat);
  }
}
