package dev.chainrule.optim;

import dev.chainrule.DType;
import dev.chainrule.Tensor;

/// What holds for all parameters in one step: single numbers in double precision.
///
/// They are tensors, not Java numbers, since they change from step to step: in a compiled step they
/// are read anew every time.
///
/// @param rate the learning rate
/// @param momentum the momentum
/// @param steps the step's number, from 1, as a whole number
/// @param dtype the type of the parameters
public record Moment(Tensor rate, Tensor momentum, Tensor steps, DType dtype) {
  private static final Tensor ONE = Tensor.scalar(1, DType.F64);

  /// Returns the step's number, from 1.
  public Tensor count() {
    return steps.to(DType.F64);
  }

  /// Returns a number as the parameters' kernels take it.
  public Tensor number(Tensor value) {
    return value.to(dtype);
  }

  /// Returns a number as the parameters' kernels take it.
  public Tensor number(double value) {
    return Tensor.scalar(value, dtype);
  }

  /// Returns `1 − value`.
  static Tensor oneMinus(Tensor value) {
    return ONE.sub(value);
  }
}
