package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.init.Initializers;
import dev.chainrule.nn.Conv;
import dev.chainrule.nn.ConvTranspose;
import dev.chainrule.nn.Layer;
import dev.chainrule.op.Pad;
import dev.chainrule.op.Window;
import java.util.Arrays;
import java.util.List;

/// Layers of convolution with PyTorch's arguments.
final class ConvolutionTable {
  private ConvolutionTable() {}

  /// Returns the layer.
  ///
  /// @param s the size of windows, and what else is known of them
  static Layer layer(boolean transposed, int axes, int outputs, boolean bias, Settings s) {
    int[] kernel = OpTableConvolutions.numbers(s, "kernel_size", 1, axes);
    var sizes = Shape.of(kernel).concat(Shape.of(1, 1));
    List<Window> windows = OpTableConvolutions.windows(s, sizes);
    int groups = s.integer("groups", 1);
    var initial = Initializers.zeros();
    if (transposed) {
      var more = Shape.of(OpTableConvolutions.numbers(s, "output_padding", 0, axes));
      return new ConvTranspose(outputs, windows, more, groups, bias, initial);
    }
    var mode = s.text("padding_mode", "zeros");
    return mode.equals("zeros")
        ? new Conv(outputs, windows, false, groups, bias, initial)
        : padded(mode, new Conv(outputs, unpadded(windows), false, groups, bias, initial), windows);
  }

  private static List<Window> unpadded(List<Window> windows) {
    return windows.stream().map(window -> window.padded(0)).toList();
  }

  /// Returns a layer that fills the padding with elements of the image first.
  private static Layer padded(String mode, Conv layer, List<Window> windows) {
    if (!mode.equals("circular")) {
      throw new NotApplicable("the padding mode " + mode + " is not supported");
    }
    int[] before = new int[windows.size() + 2];
    int[] after = before.clone();
    Arrays.setAll(before, i -> i > 0 && i <= windows.size() ? windows.get(i - 1).before() : 0);
    Arrays.setAll(after, i -> i > 0 && i <= windows.size() ? windows.get(i - 1).after() : 0);
    return site -> {
      var inner = layer.build(site);
      return x -> inner.apply(Pad.of(x, before, after, Pad.Mode.CIRCULAR));
    };
  }
}
