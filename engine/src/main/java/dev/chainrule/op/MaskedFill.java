package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// A tensor in which a number replaces the elements where a mask holds.
///
/// The mask broadcasts to the tensor. An element that is replaced has no gradient, whatever it was.
public record MaskedFill() implements Composite {

  /// Returns a tensor in which a number replaces the elements where a mask holds.
  public static Tensor of(Tensor x, Tensor mask, double value) {
    return new MaskedFill().on(x, mask, Tensor.scalar(value, x.dtype()));
  }

  @Override
  public String name() {
    return "maskedFill";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var mask = inputs.get(1);
    var value = inputs.get(2);
    if (mask.dtype() != DType.BOOL || x.dtype() == DType.BOOL || value.dtype() != x.dtype()) {
      throw new DTypeException(
          "maskedFill: takes numbers, a bool mask and a number of the same type, got %s, %s and %s"
              .formatted(x.dtype(), mask.dtype(), value.dtype()));
    }
    boolean grows = !Broadcast.shape(name(), x.shape(), mask.shape()).equals(x.shape());
    if (grows || value.shape().rank() != 0) {
      throw new ShapeException(
          "maskedFill: a mask of shape %s and a value of shape %s do not broadcast to %s"
              .formatted(mask.shape(), value.shape(), x.shape()));
    }
    return x;
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return Comparisons.WHERE.on(inputs.get(1), inputs.get(2), inputs.get(0));
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 1;
  }

  @Override
  public void backward(Backward tape) {
    var mask = tape.input(1);
    var zero = Tensor.scalar(0, tape.upstream().dtype());
    tape.to(0, () -> Comparisons.WHERE.on(mask, zero, tape.upstream()));
    tape.to(2, () -> Comparisons.WHERE.on(mask, tape.upstream(), zero));
  }

  @Override
  public void forward(Forward tape) {
    var mask = tape.input(1);
    var zero = Tensor.scalar(0, tape.type().dtype());
    tape.from(0, tangent -> Comparisons.WHERE.on(mask, zero, tangent));
    tape.from(
        2, tangent -> Comparisons.WHERE.on(Expand.of(mask, tape.type().shape()), tangent, zero));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(
        inputs.get(0).shape(),
        index ->
            inputs.get(1).get(index) != 0 ? inputs.get(2).get(index) : inputs.get(0).get(index));
  }

  static OpSpec spec() {
    return OpSpec.of("maskedFill")
        .summary("A tensor in which a number replaces the elements where a mask holds.")
        .formula("y = value where mask, else x")
        .gradient("dx = 0 where mask, else dy")
        .gradient("dvalue = Σ dy where mask")
        .sample(new MaskedFill(), Input.numbers(3, 4), Input.truths(3, 4), Input.numbers())
        .sample(new MaskedFill(), Input.numbers(2, 3, 4), Input.truths(3, 1), Input.numbers())
        .misuse(
            "maskedFill: takes numbers, a bool mask and a number of the same type, got f32, i32 and"
                + " f32",
            new MaskedFill(),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.I32),
            new TensorType(Shape.of(), DType.F32))
        .misuse(
            "maskedFill: a mask of shape [2, 3] and a value of shape [] do not broadcast to [3]",
            new MaskedFill(),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(2, 3), DType.BOOL),
            new TensorType(Shape.of(), DType.F32))
        .build();
  }
}
