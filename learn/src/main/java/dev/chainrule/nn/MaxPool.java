package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/// A layer that takes the largest element of every window that slides over an image, channel by
/// channel.
///
/// Padding holds no elements. The gradient goes to the largest element, at ties to the first one.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, 1 to 3 axes, channels]` |
/// | output | `[batch, windows along each axis, channels]` |
///
/// @param windows one for each axis; what they are stands in [Window]
public record MaxPool(List<Window> windows) implements Layer {
  /// @throws IllegalArgumentException if there are not 1 to 3 windows
  public MaxPool {
    windows = List.copyOf(windows);
    Images.require("MaxPool", windows.size());
  }

  /// Returns the layer with windows side by side, equally large along all axes.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static MaxPool of(int axes, int size) {
    return new MaxPool(Images.windows(axes, Window.of(size)));
  }

  /// Returns this layer with windows this far apart.
  public MaxPool step(int distance) {
    return with(w -> w.stepping(distance));
  }

  /// Returns this layer for images padded by so many places at every end.
  public MaxPool padded(int places) {
    return with(w -> w.padded(places));
  }

  /// Returns this layer with other windows.
  public MaxPool with(UnaryOperator<Window> change) {
    return new MaxPool(Images.windows(windows, change));
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, windows.size());
    return x -> Operations.maxPool(windows, x);
  }
}
