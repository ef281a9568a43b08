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

  /// Returns the Huber loss: squared up to a difference of `delta`, linear beyond.
  public static Loss huber(double delta) {
    return new HuberLoss(delta);
  }

  /// Returns cross-entropy of scores of yes-or-no answers.
  public static Loss binaryCrossEntropy() {
    return new BinaryCrossEntropyLoss(1);
  }

  /// Returns the divergence of predicted from true probabilities.
  public static Loss klDivergence() {
    return new KlDivergenceLoss();
  }

  /// Returns the hinge loss of scores and targets of 1 and −1.
  public static Loss hinge() {
    return new HingeLoss();
  }

  /// Returns how far directions differ.
  public static Loss cosine() {
    return new CosineLoss();
  }
}
