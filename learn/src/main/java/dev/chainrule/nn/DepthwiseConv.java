package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/// A convolution of each channel by itself: [Conv] with as many groups as channels.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, 1 to 3 axes, in]` | |
/// | output | `[batch, windows along each axis, in · multiplier]` | |
/// | `weight` | `[window along each axis, 1, in · multiplier]` | Glorot uniform |
/// | `bias` | `[in · multiplier]` | zeros |
///
/// @param multiplier how many outputs each channel has, at least 1; they follow each other
/// @param windows one for each axis; what they are stands in [Window]
/// @param same whether images are padded so that there are `⌈size / step⌉` windows
/// @param bias whether there is a bias
/// @param weights the weight's initial values
public record DepthwiseConv(
    int multiplier, List<Window> windows, boolean same, boolean bias, Initializer weights)
    implements Layer {
  /// @throws IllegalArgumentException if there are no outputs, or not 1 to 3 windows
  public DepthwiseConv {
    windows = List.copyOf(windows);
    Images.require("DepthwiseConv", windows.size());
    if (multiplier < 1) {
      throw new IllegalArgumentException(
          "DepthwiseConv: multiplier is " + multiplier + "; expected 1 or more");
    }
  }

  /// Returns the layer with one output for each channel and windows that stay inside the images.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static DepthwiseConv of(int axes, int size) {
    var windows = Images.windows(axes, Window.of(size, 1));
    return new DepthwiseConv(1, windows, false, true, Initializers.glorotUniform());
  }

  /// Returns this layer with windows this far apart.
  public DepthwiseConv step(int distance) {
    return with(w -> w.stepping(distance));
  }

  /// Returns this layer for images padded by so many places at every end.
  public DepthwiseConv padded(int places) {
    return with(w -> w.padded(places));
  }

  /// Returns this layer for images padded so that results are as large, or smaller by the step
  /// only.
  public DepthwiseConv padded() {
    return new DepthwiseConv(multiplier, windows, true, bias, weights);
  }

  /// Returns this layer with other windows.
  public DepthwiseConv with(UnaryOperator<Window> change) {
    return new DepthwiseConv(multiplier, Images.windows(windows, change), same, bias, weights);
  }

  /// Returns this layer with several outputs for each channel.
  public DepthwiseConv multiplier(int outputs) {
    return new DepthwiseConv(outputs, windows, same, bias, weights);
  }

  /// Returns this layer without a bias.
  public DepthwiseConv withoutBias() {
    return new DepthwiseConv(multiplier, windows, same, false, weights);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, windows.size());
    int channels = Images.channels(site, 1);
    return new Conv(channels * multiplier, windows, same, channels, bias, weights).build(site);
  }
}
