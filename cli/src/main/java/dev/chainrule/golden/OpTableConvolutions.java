package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.Convolution;
import dev.chainrule.op.ConvolutionTranspose;
import dev.chainrule.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Convolutions. PyTorch's channels are axis 1, Chainrule's the last one; PyTorch's weights are
/// `[out, in, window]`, Chainrule's `[window, in, out]`.
final class OpTableConvolutions {
  private OpTableConvolutions() {}

  static void fill(OpTable table) {
    for (String axes : List.of("1d", "2d", "3d")) {
      table.one("conv" + axes, OpTableConvolutions::convolution);
      table.one("conv_transpose" + axes, OpTableConvolutions::transpose);
    }
    table.one("im2col", OpTableConvolutions::patches);
    table.one("col2im", OpTableConvolutions::fromPatches);
  }

  private static Tensor convolution(Arguments a) {
    var x = LayerTable.channelsLast(a.x());
    var w = windowFirst(a.tensor("weight"));
    var windows = windows(a.attributes(), w.shape());
    var y = new Convolution(windows, a.integer("groups", 1)).on(x, w);
    return LayerTable.channelsFirst(a.find("bias").map(y::add).orElse(y));
  }

  private static Tensor transpose(Arguments a) {
    var x = LayerTable.channelsLast(a.x());
    var w = windowFirst(a.tensor("weight"));
    var windows = windows(a.attributes(), w.shape());
    int[] more = numbers(a.attributes(), "output_padding", 0, windows.size());
    var y =
        ConvolutionTranspose.of(
                windows, a.integer("groups", 1), x.shape(), Arrays.stream(more).boxed().toList())
            .on(x, w);
    return LayerTable.channelsFirst(a.find("bias").map(y::add).orElse(y));
  }

  /// The elements of each window: a convolution whose weights pick one element each.
  private static Tensor patches(Arguments a) {
    var x = LayerTable.channelsLast(a.x());
    int channels = x.shape().size(-1);
    var w = picking(numbers(a.attributes(), "kernel_size", 1, 2), channels, x);
    var windows = windows(a.attributes(), w.shape());
    var y = LayerTable.channelsFirst(new Convolution(windows, channels).on(x, w));
    return y.reshape(y.shape().size(0), y.shape().size(1), -1);
  }

  private static Tensor fromPatches(Arguments a) {
    int[] size = numbers(a.attributes(), "output_size", 1, 2);
    int[] kernel = numbers(a.attributes(), "kernel_size", 1, 2);
    int channels = a.x().shape().size(1) / (kernel[0] * kernel[1]);
    var w = picking(kernel, channels, a.x());
    var shape = Shape.of(a.x().shape().size(0), size[0], size[1], channels);
    var windows = windows(a.attributes(), w.shape());
    int rows = windows.get(0).count(size[0]);
    var y = LayerTable.channelsLast(a.x().reshape(shape.size(0), w.shape().size(-1), rows, -1));
    var transpose =
        new ConvolutionTranspose(windows, channels, Arrays.stream(size).boxed().toList());
    return LayerTable.channelsFirst(transpose.on(y, w));
  }

  /// Returns weights `[window, 1, channels · elements]` that pick, channel after channel, each
  /// element of a window.
  private static Tensor picking(int[] kernel, int channels, Tensor like) {
    int elements = kernel[0] * kernel[1];
    double[] weights = new double[elements * channels * elements];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < elements; i++) {
        weights[(i * channels + channel) * elements + i] = 1;
      }
    }
    return Tensor.of(weights, Shape.of(kernel[0], kernel[1], 1, channels * elements))
        .to(like.dtype());
  }

  /// Returns the windows that PyTorch's arguments tell of.
  ///
  /// @param w weights, the sizes of windows first
  static List<Window> windows(Settings s, Shape w) {
    int axes = w.rank() - 2;
    s.find("kernel_size");
    int[] stride = numbers(s, "stride", 1, axes);
    int[] dilation = numbers(s, "dilation", 1, axes);
    boolean named = s.find("padding").orElse(Json.Null.NULL) instanceof Json.Text;
    boolean same = named && s.text("padding", "").equals("same");
    int[] padding = named ? new int[axes] : numbers(s, "padding", 0, axes);
    return IntStream.range(0, axes)
        .mapToObj(axis -> {
          int places = padding[axis];
          var window =
              new Window(w.size(axis), stride[axis], dilation[axis], places, places, false);
          int missing = same ? window.reach() - 1 : 0;
          return same ? window.padded(missing / 2, missing - missing / 2) : window;
        })
        .toList();
  }

  /// Returns a number for each axis; a single one is for all.
  static int[] numbers(Settings s, String name, int otherwise, int axes) {
    int[] given = s.has(name) ? s.integers(name) : new int[] {otherwise};
    return IntStream.range(0, axes).map(i -> given[given.length == 1 ? 0 : i]).toArray();
  }

  /// Returns PyTorch's weights `[a, b, window…]` as `[window…, b, a]`.
  static Tensor windowFirst(Tensor weights) {
    int rank = weights.shape().rank();
    return weights.permute(
        IntStream.range(0, rank).map(i -> i < rank - 2 ? i + 2 : rank - 1 - i).toArray());
  }

  /// Returns weights `[window…, b, a]` as PyTorch's.
  static Tensor windowLast(Tensor weights) {
    int rank = weights.shape().rank();
    return weights.permute(
        IntStream.range(0, rank).map(i -> i < 2 ? rank - 1 - i : i - 2).toArray());
  }
}
