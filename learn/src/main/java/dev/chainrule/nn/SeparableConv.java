package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A convolution in two steps: of each channel by itself, then of all channels at each place. It
/// has far fewer parameters than a full one.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, 1 to 3 axes, in]` | |
/// | output | `[batch, windows along each axis, outputs]` | |
/// | `depthwise.weight` | `[window along each axis, 1, in · multiplier]` | Glorot uniform |
/// | `pointwise.weight` | `[1 along each axis, in · multiplier, outputs]` | Glorot uniform |
/// | `pointwise.bias` | `[outputs]` | zeros |
///
/// **Source**: F. Chollet, "Xception: deep learning with depthwise separable convolutions", 2017.
///
/// @param outputs the size of the result's last axis, at least 1
/// @param depthwise the first step; its bias, if it has one, is kept
/// @param bias whether the second step has a bias
public record SeparableConv(int outputs, DepthwiseConv depthwise, boolean bias) implements Layer {
  /// @throws IllegalArgumentException if there are no outputs
  public SeparableConv {
    if (outputs < 1) {
      throw new IllegalArgumentException(
          "SeparableConv: outputs is " + outputs + "; expected 1 or more");
    }
  }

  /// Returns the layer with windows that stay inside the images.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static SeparableConv of(int axes, int outputs, int size) {
    return new SeparableConv(outputs, DepthwiseConv.of(axes, size).withoutBias(), true);
  }

  /// Returns this layer with windows this far apart.
  public SeparableConv step(int distance) {
    return with(d -> d.step(distance));
  }

  /// Returns this layer for images padded by so many places at every end.
  public SeparableConv padded(int places) {
    return with(d -> d.padded(places));
  }

  /// Returns this layer for images padded so that results are as large, or smaller by the step
  /// only.
  public SeparableConv padded() {
    return with(DepthwiseConv::padded);
  }

  /// Returns this layer with another first step.
  public SeparableConv with(UnaryOperator<DepthwiseConv> change) {
    return new SeparableConv(outputs, change.apply(depthwise), bias);
  }

  /// Returns this layer without a bias.
  public SeparableConv withoutBias() {
    return new SeparableConv(outputs, depthwise, false);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var first = site.build("depthwise", depthwise);
    var everyPlace = Conv.of(depthwise.windows().size(), outputs, 1);
    var second =
        site.build("pointwise", bias ? everyPlace : everyPlace.withoutBias(), first.output());
    return x -> second.apply(first.apply(x));
  }
}
