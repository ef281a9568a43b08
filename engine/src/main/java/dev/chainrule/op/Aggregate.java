package dev.chainrule.op;

/// How the losses of many examples become a result.
public enum Aggregate {
  /// Their mean; a weighted loss divides by the sum of the weights.
  MEAN,
  /// Their sum.
  SUM,
  /// They stay apart: the result has one element for each.
  NONE
}
