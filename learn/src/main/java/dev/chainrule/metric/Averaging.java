package dev.chainrule.metric;

/// How one number is made from a measure per class.
public sealed interface Averaging {
  /// An average over all classes.
  enum AllClasses implements Averaging {
    /// The plain mean over the classes: rare classes count as much as frequent ones.
    MACRO,
    /// From the counts of all classes together; with one label a sample it equals the accuracy.
    MICRO,
    /// The mean over the classes, each weighted by its number of samples.
    WEIGHTED
  }

  /// The measure of a single class, such as 1 for the positive class of two.
  ///
  /// @param label the class
  record OneClass(int label) implements Averaging {
    /// @throws IllegalArgumentException if the label is negative
    public OneClass {
      if (label < 0) {
        throw new IllegalArgumentException(
            "Averaging: class " + label + " is negative; classes are numbered from 0");
      }
    }
  }
}
