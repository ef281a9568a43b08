package dev.chainrule.datasets;

/// What is predicted: one of some classes, or a number.
public enum Task {
  CLASSIFICATION,
  REGRESSION
}
