package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;

/// The elements in reverse order along some axes; a view.
///
/// @param axes which axes are reversed
public record Flip(Axes axes) implements Linear {

  /// Returns a tensor reversed along the given axes, or along all if none is given.
  public static Tensor of(Tensor x, int... axes) {
    return new Flip(Axes.of(axes)).on(x);
  }

  @Override
  public String name() {
    return "flip";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    axes.in(name(), inputs.getFirst().shape());
    return inputs.getFirst();
  }

  private List<Range> ranges(Shape shape) {
    boolean[] reversed = axes.in(name(), shape);
    var ranges = new ArrayList<Range>();
    for (int axis = 0; axis < reversed.length; axis++) {
      int size = shape.size(axis);
      ranges.add(reversed[axis] ? new Range(size - 1, -1, size) : Range.all(size));
    }
    return ranges;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Tensor.of(Range.view(inputs.getFirst().storage(), ranges(type.shape())), type);
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] reversed = axes.in(name(), x.shape());
    return Plain.generate(
        x.shape(),
        index -> {
          int[] from = index.clone();
          for (int axis = 0; axis < from.length; axis++) {
            from[axis] = reversed[axis] ? x.shape().size(axis) - 1 - index[axis] : index[axis];
          }
          return x.get(from);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("flip")
        .summary("The elements in reverse order along some axes.")
        .formula("y[i] = x[n − 1 − i]")
        .gradient("dx[i] = dy[n − 1 − i]")
        .sample(new Flip(Axes.of(1)), Input.numbers(3, 4))
        .sample(new Flip(Axes.of(0, -1)), Input.numbers(2, 3, 2))
        .sample(new Flip(Axes.of()), Input.numbers(67))
        .misuse(
            "flip: axis 2 does not exist; input is [3, 4]",
            new Flip(Axes.of(2)),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
