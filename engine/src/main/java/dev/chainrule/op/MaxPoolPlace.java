package dev.chainrule.op;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Elements, one for each window, put where images have the window's first largest element, and 0
/// elsewhere: the gradient of [MaxPool].
///
/// Where windows meet, their elements are added to 0 in row-major order of the windows.
///
/// @param axes how each axis between batch and channels is covered by windows
public record MaxPoolPlace(List<Cover> axes) implements Linear, Pooled {

  public MaxPoolPlace {
    axes = List.copyOf(axes);
  }

  @Override
  public String name() {
    return "maxPoolPlace";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var expected = pooled(inputs.get(1));
    if (!expected.equals(inputs.get(0))) {
      throw new ShapeException(
          "maxPoolPlace: windows over %s need elements %s, got %s"
              .formatted(inputs.get(1), expected, inputs.get(0)));
    }
    return inputs.get(1);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(result.shape());
    return Contiguous.bind(inputs, in -> () -> plan.place(in.get(0), in.get(1), result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new MaxPoolTake(axes).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var t = inputs.get(0);
    var x = inputs.get(1);
    var result = new Plain(x.shape(), new double[x.shape().elements()]);
    for (int i = 0; i < t.values().length; i++) {
      int[] to = largest(x, Plain.index(t.shape(), i));
      result.values()[Plain.place(x.shape(), to)] += t.values()[i];
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("maxPoolPlace")
        .summary("Elements put where images have the largest element of every window.")
        .formula("y = t[w] at the first largest element of x over window w, added where they meet")
        .gradient("dt[w] = dy at the first largest element of x over window w")
        .sample(place(Window.of(2)), Input.numbers(2, 3, 3), Input.distinct(2, 7, 3))
        .sample(
            place(Window.of(2), Window.of(2)),
            Input.numbers(2, 2, 3, 17),
            Input.distinct(2, 4, 6, 17))
        .sample(
            place(Window.of(3, 2).padded(1), Window.of(2, 1)),
            Input.numbers(1, 3, 3, 17),
            Input.distinct(1, 5, 4, 17))
        .misuse(
            "maxPoolPlace: windows over f32 [2, 4, 3] need elements f32 [2, 2, 3], got f32 [2, 4,"
                + " 3]",
            place(Window.of(2)),
            Pooled.floats(2, 4, 3),
            Pooled.floats(2, 4, 3))
        .build();
  }

  private static MaxPoolPlace place(Cover... axes) {
    return new MaxPoolPlace(List.of(axes));
  }
}
