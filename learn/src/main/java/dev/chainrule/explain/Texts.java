package dev.chainrule.explain;

import java.util.Locale;

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
              "  w%d becomes %s - %s * %s = %.12f\n",
              i + 1,
              Explanation.shortNumber(weights[i]),
              Explanation.shortNumber(network.rate()),
              Explanation.number(explanation.gradient()),
              next));
      text.append('\n');
    }
    return text.toString();
  }

  static String indented(String text) {
    return text.lines().map(line -> "  " + line + "\n").reduce("", String::concat);
  }
}
