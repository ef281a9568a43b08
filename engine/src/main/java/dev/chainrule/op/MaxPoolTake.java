package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The elements of a tensor that stand where images have the first largest element of every window:
/// the derivative of [MaxPool] along a direction.
///
/// @param axes how each axis between batch and channels is covered by windows
public record MaxPoolTake(List<Cover> axes) implements Linear, Pooled {

  public MaxPoolTake {
    axes = List.copyOf(axes);
  }

  @Override
  public String name() {
    return "maxPoolTake";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    Pooled.same(name(), inputs.get(0), inputs.get(1));
    return pooled(inputs.get(1));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(inputs.get(1).shape());
    return Contiguous.bind(inputs, in -> () -> plan.take(in.get(0), in.get(1), result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new MaxPoolPlace(axes).on(upstream, tape.input(1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var t = inputs.get(0);
    var x = inputs.get(1);
    return Plain.generate(pooled(x.shape()), index -> t.get(largest(x, index)));
  }

  static OpSpec spec() {
    return OpSpec.of("maxPoolTake")
        .summary("The elements that stand where images have the largest of every window.")
        .formula("y[w] = t at the first largest element of x over window w")
        .gradient("dt = dy at the first largest element of each window, added where they meet")
        .sample(take(Window.of(2)), Input.numbers(2, 7, 3), Input.distinct(2, 7, 3))
        .sample(
            take(Window.of(3, 2).padded(1), Window.of(2, 1)),
            Input.numbers(1, 5, 4, 17),
            Input.distinct(1, 5, 4, 17))
        .sample(
            take(new Division(2), Window.of(2), Window.of(2)),
            Input.numbers(1, 3, 4, 5, 2),
            Input.distinct(1, 3, 4, 5, 2))
        .misuse(
            "maxPoolTake: images are f32 [2, 4, 3], what is taken is f32 [2, 4, 1]; both need one"
                + " shape and type",
            take(Window.of(2)),
            Pooled.floats(2, 4, 1),
            Pooled.floats(2, 4, 3))
        .build();
  }

  private static MaxPoolTake take(Cover... axes) {
    return new MaxPoolTake(List.of(axes));
  }
}
