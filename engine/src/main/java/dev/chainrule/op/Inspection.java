package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The check of a composite's elements, for programs that have replaced it by its body.
///
/// @param of the composite
public record Inspection(Composite of) implements CustomOp {
  /// The type of the result, which says nothing.
  public static final TensorType RESULT = new TensorType(Shape.of(), DType.BOOL);

  @Override
  public String name() {
    return "check " + of.name();
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return RESULT;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    of.check(inputs);
    return Tensor.scalar(1, DType.BOOL);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return () -> {
      of.check(inputs);
      ((boolean[]) result.storage().array())[result.storage().offset()] = true;
    };
  }

  @Override
  public void backward(Backward tape) {}

  @Override
  public void forward(Forward tape) {}

  @Override
  public Plain reference(List<Plain> inputs) {
    return new Plain(Shape.of(), new double[] {1});
  }
}
