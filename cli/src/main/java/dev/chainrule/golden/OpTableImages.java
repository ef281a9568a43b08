package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.ArgMaxPool;
import dev.chainrule.op.AveragePool;
import dev.chainrule.op.Cover;
import dev.chainrule.op.Division;
import dev.chainrule.op.MaxPool;
import dev.chainrule.op.Pixels;
import dev.chainrule.op.ScatterAdd;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Functions of images. PyTorch's channels are axis 1, Chainrule's the last one.
final class OpTableImages {
  private OpTableImages() {}

  static void fill(OpTable table) {
    for (String axes : List.of("1d", "2d", "3d")) {
      table.add("max_pool" + axes, a -> largest(a, windows(a)));
      table.add("adaptive_max_pool" + axes, a -> largest(a, parts(a)));
      table.one("avg_pool" + axes, OpTableImages::average);
      table.one(
          "adaptive_avg_pool" + axes, a -> last(a, x -> new AveragePool(parts(a), false).on(x)));
      table.one("lp_pool" + axes, OpTableImages::power);
    }
    table.one("max_unpool2d", OpTableImages::unpooled);
    table.one("pixel_shuffle", a -> last(a, x -> Pixels.shuffle(x, a.integer("r"))));
    table.one("pixel_unshuffle", a -> last(a, x -> Pixels.unshuffle(x, a.integer("r"))));
  }

  /// Calls a function of images with channels last on those of a case.
  private static Tensor last(Arguments a, UnaryOperator<Tensor> function) {
    return LayerTable.channelsFirst(function.apply(LayerTable.channelsLast(a.x())));
  }

  private static List<Cover> windows(Arguments a) {
    int axes = a.x().shape().rank() - 2;
    int[] sizes = a.integers("kernel_size");
    int[] steps = a.has("stride") ? a.integers("stride") : sizes;
    int[] padding = a.has("padding") ? a.integers("padding") : new int[] {0};
    int[] dilation = a.has("dilation") ? a.integers("dilation") : new int[] {1};
    boolean partial = a.flag("ceil_mode");
    return IntStream.range(0, axes)
        .<Cover>mapToObj(i ->
            new Window(
                at(sizes, i),
                at(steps, i),
                at(dilation, i),
                at(padding, i),
                at(padding, i),
                partial))
        .toList();
  }

  /// Returns the number for an axis; a single one is for all.
  private static int at(int[] numbers, int axis) {
    return numbers.length == 1 ? numbers[0] : numbers[axis];
  }

  private static List<Cover> parts(Arguments a) {
    int[] sizes = a.integers("output_size");
    return IntStream.range(0, a.x().shape().rank() - 2)
        .<Cover>mapToObj(i -> new Division(at(sizes, i)))
        .toList();
  }

  private static Map<String, Tensor> largest(Arguments a, List<Cover> axes) {
    return Map.of(
        "y", last(a, x -> new MaxPool(axes).on(x)),
        "indices", last(a, x -> new ArgMaxPool(axes).on(x)));
  }

  private static Tensor average(Arguments a) {
    boolean padding = a.attributes().flag("count_include_pad", true);
    var axes = windows(a);
    var mean = last(a, x -> new AveragePool(axes, padding).on(x));
    return a.has("divisor_override")
        ? mean.mul((double) elements(axes) / a.integer("divisor_override"))
        : mean;
  }

  /// Returns how many elements a window without padding has.
  private static int elements(List<Cover> axes) {
    return axes.stream().mapToInt(cover -> ((Window) cover).size()).reduce(1, (a, b) -> a * b);
  }

  /// The root of the sum of powers is that of the mean times the number of elements.
  private static Tensor power(Arguments a) {
    double p = a.number("norm_type");
    var axes = windows(a);
    return last(a, x -> new AveragePool(axes, true).on(x.abs().pow(p)).mul(elements(axes)))
        .pow(1 / p);
  }

  private static Tensor unpooled(Arguments a) {
    var axes = windows(a);
    int[] sizes = a.integers("output_size");
    return last(
        a,
        x -> {
          int samples = x.shape().size(0);
          int channels = x.shape().size(-1);
          var places = new ArgMaxPool(axes).on(x).reshape(samples, -1, channels);
          var values = new MaxPool(axes).on(x).reshape(places.shape().sizes());
          var shape = Shape.of(samples, sizes[0] * sizes[1], channels);
          return new ScatterAdd(1, shape)
              .on(values, places)
              .reshape(samples, sizes[0], sizes[1], channels);
        });
  }
}
