package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Checks of operations whose results are floating-point numbers whatever numbers come in.
final class Normalizing {
  private Normalizing() {}

  /// Returns the type of the result: the input's, or `F32` for whole numbers.
  ///
  /// @throws DTypeException in the name of `operation` if the input holds truths
  static DType floating(String operation, DType input) {
    if (input == DType.BOOL) {
      throw new DTypeException(
          "%s: takes numbers, got bool; convert with to(DType.F32)".formatted(operation));
    }
    return input.floating() ? input : DType.F32;
  }

  /// Returns the type in which all inputs meet, at least `F32`.
  static DType floating(String operation, List<TensorType> inputs) {
    var met = DType.F32;
    for (var input : inputs) {
      met = met.promote(floating(operation, input.dtype()));
    }
    return met;
  }

  /// Returns the type of a function along one axis that keeps the shape.
  static TensorType along(String operation, int axis, TensorType input) {
    Axes.of(axis).in(operation, input.shape());
    return input.with(floating(operation, input.dtype()));
  }

  /// Returns `a / b`, and 0 where `b` is 0.
  static Tensor ratio(Tensor a, Tensor b) {
    var none = b.eq(0);
    var divisor = none.where(Tensor.scalar(1, b.dtype()), b);
    return none.where(Tensor.scalar(0, b.dtype()), a.div(divisor));
  }

  /// Misuses that every function along one axis answers alike.
  static OpSpec.Builder misuses(OpSpec.Builder spec, String operation, Op alongAxis2) {
    return spec.misuse(
            operation + ": axis 2 does not exist; input is [3, 4]",
            alongAxis2,
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            operation + ": takes numbers, got bool; convert with to(DType.F32)",
            alongAxis2,
            new TensorType(Shape.of(3, 4, 5), DType.BOOL));
  }
}
