package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.function.Supplier;

/// What an operation sees when gradients flow back through it.
public interface Backward {

  /// Returns the number of inputs.
  int inputs();

  /// Returns the gradient that arrives, with the result's shape.
  Tensor upstream();

  /// Returns an input's value; only inputs that the operation keeps have one.
  Tensor input(int input);

  /// Returns the result's value, if the operation keeps it.
  Tensor output();

  /// Returns an input's type, kept or not.
  TensorType inputType(int input);

  /// Gives an input its gradient. It is computed only if somebody needs it.
  ///
  /// The gradient may have the shape that the input was broadcast to: it is summed back.
  void to(int input, Supplier<Tensor> gradient);
}
