package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.LoopCall;
import java.util.List;

/// The elements put among zeros, at equal distances along the axes: the transpose of [Slice].
///
/// @param ranges the indices at which the elements are put, one range for each axis
/// @param shape of the result
public record Place(List<Range> ranges, Shape shape) implements Linear {

  @Override
  public String name() {
    return "place";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    boolean fits = ranges.size() == shape.rank() && from.rank() == shape.rank();
    for (int axis = 0; fits && axis < ranges.size(); axis++) {
      var range = ranges.get(axis);
      fits = range.size() == from.size(axis) && range.within(shape.size(axis));
    }
    if (!fits) {
      throw new ShapeException(
          "place: %s does not fit at the indices %s of %s".formatted(from, ranges, shape));
    }
    return inputs.getFirst().with(shape);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var result = Copies.zeros(type);
    Copies.into(Range.view(result, ranges), inputs.getFirst());
    return Tensor.of(result, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var from = inputs.getFirst();
    var places = Range.view(result.storage(), ranges);
    var copy = LoopCall.copy(from.shape().sizes(), from.storage(), places);
    return () -> {
      Copies.clear(result.storage(), shape.elements());
      copy.run();
    };
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Slice(ranges).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < x.values().length; i++) {
      int[] to = Slice.source(ranges, Plain.index(x.shape(), i));
      result.values()[Plain.place(shape, to)] = x.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("place")
        .summary("The elements put among zeros, at equal distances along the axes.")
        .formula("y[start + i · step, …] = x[i…], 0 elsewhere")
        .gradient("dx = dy at the places of the elements")
        .sample(
            new Place(List.of(new Range(1, 1, 3), new Range(0, 2, 3)), Shape.of(5, 6)),
            Input.numbers(3, 3))
        .sample(new Place(List.of(new Range(6, -2, 3)), Shape.of(7)), Input.numbers(3))
        .misuse(
            "place: [4] does not fit at the indices [1..3] of [7]",
            new Place(List.of(new Range(1, 1, 3)), Shape.of(7)),
            new TensorType(Shape.of(4), DType.F32))
        .build();
  }
}
