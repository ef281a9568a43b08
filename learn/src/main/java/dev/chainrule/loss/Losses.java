package dev.chainrule.loss;

/// The losses by their usual names.
public final class Losses {
  private Losses() {}

  /// Returns the mean of the squared differences, for numbers.
  public static Loss meanSquaredError() {
    return new SquaredLoss();
  }

  /// Returns the mean of the absolute differences, for numbers with outliers.
  public static Loss meanAbsoluteError() {
    return new AbsoluteLoss();
  }

  /// Returns cross-entropy of class scores, for classes.
  public static CrossEntropyLoss crossEntropy() {
    return CrossEntropyLoss.plain();
  }

  /// Returns how far directions differ.
  public static Loss cosine() {
    return new CosineLoss();
  }
}
