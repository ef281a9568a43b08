package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/// A layer that takes the mean of every window that slides over an image, channel by channel.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, 1 to 3 axes, channels]` |
/// | output | `[batch, windows along each axis, channels]` |
///
/// @param windows one for each axis; what they are stands in [Window]
/// @param padding whether places of the padding count, as zeros
public record AveragePool(List<Window> windows, boolean padding) implements Layer {
  /// @throws IllegalArgumentException if there are not 1 to 3 windows
  public AveragePool {
    windows = List.copyOf(windows);
    Images.require("AveragePool", windows.size());
  }

  /// Returns the layer with windows side by side, equally large along all axes, in which padding
  /// does not count.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static AveragePool of(int axes, int size) {
    return new AveragePool(Images.windows(axes, Window.of(size)), false);
  }

  /// Returns this layer with windows this far apart.
  public AveragePool step(int distance) {
    return with(w -> w.stepping(distance));
  }

  /// Returns this layer for images padded by so many places at every end.
  public AveragePool padded(int places) {
    return with(w -> w.padded(places));
  }

  /// Returns this layer with other windows.
  public AveragePool with(UnaryOperator<Window> change) {
    return new AveragePool(Images.windows(windows, change), padding);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, windows.size());
    return x -> Operations.averagePool(windows, padding, x);
  }
}
