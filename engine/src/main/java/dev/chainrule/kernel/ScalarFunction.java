package dev.chainrule.kernel;

/// A compiled expression in double precision of up to five inputs; those that it does not have are
/// ignored.
public interface ScalarFunction {
  /// Returns the value.
  double at(double a, double b, double c, double d, double e);
}
