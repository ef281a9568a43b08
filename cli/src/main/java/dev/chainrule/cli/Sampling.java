package dev.chainrule.cli;

import java.util.Arrays;

/// How one of several classes is drawn by its score.
///
/// The probability of a class is `exp(score / temperature)`, over the sum of all that may be drawn.
///
/// @param temperature above 0: below 1 likely classes become likelier, above 1 less so
/// @param topK how many of the highest scores may be drawn, at least 1; those equal to the last of
///   them may be too
record Sampling(double temperature, int topK) {
  /// @throws IllegalArgumentException naming the option that is out of range
  Sampling {
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "--temperature: is %s; expected a number above 0".formatted(temperature));
    }
    if (topK < 1) {
      throw new IllegalArgumentException(
          "--top-k: is %d; expected a whole number of 1 or more".formatted(topK));
    }
  }

  /// Returns a class.
  ///
  /// @param scores a score for each class
  /// @param place where in all probabilities, laid side by side, from 0 to below 1
  int draw(double[] scores, double place) {
    var shares = shares(scores);
    double left = place * Arrays.stream(shares).sum();
    int last = 0;
    for (int i = 0; i < shares.length; i++) {
      last = shares[i] > 0 ? i : last;
      left -= shares[i];
      if (shares[i] > 0 && left < 0) {
        return i;
      }
    }
    return last;
  }

  /// The probabilities, up to a common factor; 0 for those that may not be drawn.
  private double[] shares(double[] scores) {
    var sorted = scores.clone();
    Arrays.sort(sorted);
    double best = sorted[sorted.length - 1];
    double least = sorted[Math.max(0, sorted.length - topK)];
    var shares = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      shares[i] = scores[i] < least ? 0 : StrictMath.exp((scores[i] - best) / temperature);
    }
    return shares;
  }
}
