package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Groups of neighbouring channels of every image brought to mean 0 and variance 1 over all places,
/// then every channel scaled and shifted.
///
/// Images are `[batch, axes…, channels]`. `y = x̂ · weight + bias`, `x̂ = (x − mean) / √(variance +
/// ε)`, with mean and variance of all elements of a group (divided by their number). Weight and
/// bias, `[channels]`, may be left out. Sums are taken over the places of each channel, then over
/// the channels of a group.
///
/// **Gradient**: with `g = dy · weight`, `dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε)`.
///
/// @param groups into how many groups the channels are cut
/// @param epsilon `ε`, 0 or more
public record GroupNorm(int groups, double epsilon) implements Standardizing {

  /// @throws IllegalArgumentException if a number is out of range
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("groupNorm: groups is " + groups + "; expected 1 or more");
    }
    Standardizing.check("groupNorm", epsilon);
  }

  @Override
  public String name() {
    return "groupNorm";
  }

  @Override
  public Axes over(Shape shape) {
    return InstanceNorm.places(shape);
  }

  @Override
  public boolean centres() {
    return true;
  }

  @Override
  public boolean perChannel() {
    return true;
  }

  @Override
  public Tensor average(Tensor sums, Shape shape) {
    var kept = sums.shape();
    int channels = kept.size(-1) / groups;
    int places = over(shape).count(name(), shape);
    var grouped = Reshape.of(sums, kept.size(0), groups, channels);
    var means = new Sum(Axes.of(2), true).on(grouped).div((double) places * channels);
    return Reshape.of(Expand.of(means, grouped.shape()), kept.sizes());
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var shape = inputs.getFirst().shape();
    var channels = InstanceNorm.channels(name(), shape);
    if (channels.size(0) % groups != 0) {
      throw new ShapeException(
          "groupNorm: %d groups do not divide the %d channels of the input %s"
              .formatted(groups, channels.size(0), shape));
    }
    return checked(inputs, channels, "channels");
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int channels = x.shape().size(-1) / groups;
    int places = x.shape().part(1, x.shape().rank() - 1).elements();
    var shape = Shape.of(x.shape().size(0), places, groups, channels);
    var scaled = new LayerNorm(1, epsilon).reference(List.of(turned(new Plain(shape, x.values()))));
    return Plain.generate(
        x.shape(),
        index -> {
          int[] at = Plain.index(shape, Plain.place(x.shape(), index));
          double y = scaled.get(at[0], at[2], at[1] * channels + at[3]);
          y *= inputs.size() > 1 ? inputs.get(1).get(index) : 1;
          return y + (inputs.size() > 2 ? inputs.get(2).get(index) : 0);
        });
  }

  /// Returns `[batch, places, groups, channels]` as `[batch, groups, places · channels]`.
  private static Plain turned(Plain x) {
    var s = x.shape();
    return Plain.generate(
        Shape.of(s.size(0), s.size(2), s.size(1) * s.size(3)),
        at -> x.get(at[0], at[2] / s.size(3), at[1], at[2] % s.size(3)));
  }

  static OpSpec spec() {
    return OpSpec.of("groupNorm")
        .summary(
            "Groups of channels of every image brought to mean 0 and variance 1, then scaled and"
                + " shifted.")
        .formula("y = x̂ · weight + bias, x̂ = (x − mean) / √(variance + ε)")
        .gradient("dx = (g − mean g − x̂ · mean(g · x̂)) / √(variance + ε), g = dy · weight")
        .gradient("dweight = Σ dy · x̂ over batch and places")
        .gradient("dbias = Σ dy over batch and places")
        .source("Wu, He: Group normalization, ECCV 2018")
        .accuracy(64) // sums over the places, and a quotient of small differences
        .sample(new GroupNorm(2, 1e-5), Input.numbers(2, 3, 4))
        .sample(new GroupNorm(2, 1e-5), Input.numbers(2, 3, 4), Input.numbers(4), Input.numbers(4))
        .sample(new GroupNorm(3, 0.1), Input.numbers(1, 2, 23, 6), Input.numbers(6))
        .misuse(
            "groupNorm: 3 groups do not divide the 4 channels of the input [2, 3, 4]",
            new GroupNorm(3, 0),
            new TensorType(Shape.of(2, 3, 4), DType.F32))
        .misuse(
            "groupNorm: bias [3] does not fit the channels [4] of the input [2, 3, 4]",
            new GroupNorm(2, 0),
            new TensorType(Shape.of(2, 3, 4), DType.F32),
            new TensorType(Shape.of(4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}
