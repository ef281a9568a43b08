package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The largest element of every window that slides over images, channel by channel; NaN wins.
///
/// Padding holds no elements. Images are `[batch, 1 to 3 axes, channels]`, results have a place for
/// every window.
///
/// **Gradient**: goes to the window's largest element, at ties to the first one in row-major order.
///
/// @param axes how each axis between batch and channels is covered by windows
public record MaxPool(List<Cover> axes) implements Op, Pooled {

  public MaxPool {
    axes = List.copyOf(axes);
  }

  /// Returns the largest elements of windows, one window for each axis between batch and channels.
  public static Tensor of(Tensor x, Cover... axes) {
    return new MaxPool(List.of(axes)).on(x);
  }

  @Override
  public String name() {
    return "maxPool";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return pooled(inputs.getFirst());
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(inputs.getFirst().shape());
    return Contiguous.bind(inputs, in -> () -> plan.max(in.get(0), result.storage()));
  }

  @Override
  public boolean keepsInput(int input) {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(0, () -> new MaxPoolPlace(axes).on(tape.upstream(), tape.input(0)));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new MaxPoolTake(axes).on(dx, tape.input(0)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(pooled(x.shape()), index -> x.get(largest(x, index)));
  }

  static OpSpec spec() {
    var spec =
        OpSpec.of("maxPool")
            .summary("The largest element of every window that slides over images; NaN wins.")
            .formula("y[w] = max x over window w")
            .gradient("dx = dy at the first largest element of each window, added where they meet")
            .source("Zhou, Chellappa: Computation of optical flow using a neural network, 1988")
            .sample(max(Window.of(2)), Input.distinct(1, 4, 1))
            .sample(max(Window.of(2)), Input.distinct(2, 7, 3))
            .sample(max(Window.of(2), Window.of(2)), Input.distinct(2, 4, 6, 3))
            .sample(max(Window.of(3, 2).padded(1), Window.of(2, 1)), Input.distinct(1, 5, 4, 17))
            .sample(
                max(Window.of(2, 3).dilated(2).partly(), Window.of(3)), Input.distinct(1, 8, 3, 2))
            .sample(max(Window.of(2), Window.of(1), Window.of(2)), Input.distinct(1, 4, 2, 5, 2))
            .sample(max(new Division(3), new Division(1)), Input.distinct(2, 7, 5, 3))
            .sample(max(Window.of(2)), Input.distinct(0, 4, 3));
    return Pooled.misuses(spec, max(Window.of(4), Window.of(4)))
        .misuse(
            "maxPool: window of 2, padding 2 and 0: window 0 along axis 1 of [1, 4, 1] has nothing"
                + " but padding",
            max(Window.of(2).padded(2, 0)),
            Pooled.floats(1, 4, 1))
        .build();
  }

  private static MaxPool max(Cover... axes) {
    return new MaxPool(List.of(axes));
  }
}
