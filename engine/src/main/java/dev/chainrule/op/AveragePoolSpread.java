package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Elements, one for each window, shared evenly among the elements of the window: the transpose of
/// [AveragePool].
///
/// Where windows meet, their shares are added to 0 in row-major order of the windows.
///
/// @param axes how each axis between batch and channels is covered by windows
/// @param padding whether places of the padding get a share, which is lost
/// @param shape of the images
public record AveragePoolSpread(List<Cover> axes, boolean padding, Shape shape)
    implements Linear, Pooled {

  public AveragePoolSpread {
    axes = List.copyOf(axes);
  }

  @Override
  public String name() {
    return "averagePoolSpread";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var images = inputs.getFirst().with(shape);
    var expected = pooled(images);
    if (!expected.equals(inputs.getFirst())) {
      throw new ShapeException(
          "averagePoolSpread: windows over %s need elements %s, got %s"
              .formatted(images, expected, inputs.getFirst()));
    }
    return images;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(shape);
    return Contiguous.bind(inputs, in -> () -> plan.spread(in.get(0), result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new AveragePool(axes, padding).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var t = inputs.getFirst();
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < t.values().length; i++) {
      int[] window = Plain.index(t.shape(), i);
      double share = t.values()[i] / divisor(shape, window);
      for (int[] to : places(shape, window)) {
        result.values()[Plain.place(shape, to)] += share;
      }
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("averagePoolSpread")
        .summary("Elements shared evenly among the elements of their windows.")
        .formula("y = Σ t[w] / the number of elements over the windows that hold y")
        .gradient("dt[w] = Σ dy over window w / its number of elements")
        .sample(spread(true, Shape.of(2, 7, 3), Window.of(2)), Input.numbers(2, 3, 3))
        .sample(
            spread(true, Shape.of(2, 4, 6, 17), Window.of(2), Window.of(2)),
            Input.numbers(2, 2, 3, 17))
        .sample(
            spread(false, Shape.of(1, 5, 4, 17), Window.of(3, 2).padded(1), Window.of(2, 1)),
            Input.numbers(1, 3, 3, 17))
        .misuse(
            "averagePoolSpread: windows over f32 [2, 4, 3] need elements f32 [2, 2, 3], got f32 [2,"
                + " 4, 3]",
            spread(true, Shape.of(2, 4, 3), Window.of(2)),
            Pooled.floats(2, 4, 3))
        .build();
  }

  private static AveragePoolSpread spread(boolean padding, Shape shape, Cover... axes) {
    return new AveragePoolSpread(List.of(axes), padding, shape);
  }
}
