package dev.chainrule.op;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Random numbers: a pure function of a key, the two numbers of `RandomKey.tensor()`.
public sealed interface RandomDraw extends Discrete
    permits RandomUniform, RandomNormal, RandomBernoulli, RandomIntegers, RandomPermutation {

  /// Returns shape and element type of the result.
  TensorType type();

  @Override
  default TensorType type(List<TensorType> inputs) {
    checkKey(name(), inputs.getFirst());
    return type();
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  /// Checks that a tensor can be a key.
  static void checkKey(String operation, TensorType key) {
    Indices.check(operation, key);
    if (key.shape().rank() != 1 || key.shape().size(0) != 2) {
      throw new ShapeException(
          "%s: a key has shape [2], got %s; use RandomKey.tensor()"
              .formatted(operation, key.shape()));
    }
  }
}
