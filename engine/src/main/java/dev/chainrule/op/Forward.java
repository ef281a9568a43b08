package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.function.UnaryOperator;

/// What an operation sees when tangents flow forward through it.
public interface Forward {

  /// Returns the number of inputs.
  int inputs();

  /// Returns an input's value; only inputs that the operation keeps have one.
  Tensor input(int input);

  /// Returns the result's value, if the operation keeps it.
  Tensor output();

  /// Returns an input's type, kept or not.
  TensorType inputType(int input);

  /// Returns the result's type.
  TensorType type();

  /// Adds an input's contribution to the result's tangent, as a linear function of the input's
  /// tangent. It is computed only if the input has a tangent.
  void from(int input, UnaryOperator<Tensor> contribution);
}
