package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The mean of every window that slides over images, channel by channel.
///
/// The elements are added in row-major order and divided by their number. Images are `[batch, 1 to
/// 3 axes, channels]`, results have a place for every window.
///
/// @param axes how each axis between batch and channels is covered by windows
/// @param padding whether places of the padding count, as zeros
public record AveragePool(List<Cover> axes, boolean padding) implements Linear, Pooled {

  public AveragePool {
    axes = List.copyOf(axes);
  }

  /// Returns the means of windows, one window for each axis between batch and channels; padding
  /// does not count.
  public static Tensor of(Tensor x, Cover... axes) {
    return new AveragePool(List.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return "averagePool";
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
    return Contiguous.bind(inputs, in -> () -> plan.average(in.get(0), result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new AveragePoolSpread(axes, padding, input.shape()).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        pooled(x.shape()),
        index -> {
          double sum = places(x.shape(), index).stream().mapToDouble(x::get).sum();
          return sum / divisor(x.shape(), index);
        });
  }

  static OpSpec spec() {
    var two = Window.of(2);
    var three = Window.of(3, 2).padded(1);
    var spec =
        OpSpec.of("averagePool")
            .summary("The mean of every window that slides over images.")
            .formula("y[w] = Σ x over window w / its number of elements")
            .gradient("dx = Σ dy[w] / the number of elements over the windows that hold x")
            .source(
                "LeCun and others: Gradient-based learning applied to document recognition, 1998")
            .sample(average(true, two), Input.numbers(1, 4, 1))
            .sample(average(true, two), Input.numbers(2, 7, 3))
            .sample(average(true, two, two), Input.numbers(2, 4, 6, 17))
            .sample(average(false, three, Window.of(2, 1)), Input.numbers(1, 5, 4, 17))
            .sample(average(true, three.partly(), three), Input.numbers(1, 6, 4, 2))
            .sample(average(true, two, Window.of(1), two), Input.numbers(1, 4, 2, 5, 2))
            .sample(average(true, new Division(3), new Division(2)), Input.numbers(2, 7, 5, 3));
    return Pooled.misuses(spec, average(true, Window.of(4), Window.of(4))).build();
  }

  private static AveragePool average(boolean padding, Cover... axes) {
    return new AveragePool(List.of(axes), padding);
  }
}
