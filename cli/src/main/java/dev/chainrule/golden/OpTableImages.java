package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.ArgMaxPool;
import dev.chainrule.op.AveragePool;
import dev.chainrule.op.Cover;
import dev.chainrule.op.Division;
import dev.chainrule.op.GridSample;
import dev.chainrule.op.MaxPool;
import dev.chainrule.op.Pixels;
import dev.chainrule.op.Resample;
import dev.chainrule.op.Sampling;
import dev.chainrule.op.ScatterAdd;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
    table.one("interpolate", OpTableImages::resampled);
    table.one("grid_sample", OpTableImages::sampled);
    table.one("affine_grid", OpTableImages::grid);
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

  private static Tensor resampled(Arguments a) {
    int axes = a.x().shape().rank() - 2;
    boolean scaled = a.has("scale_factor");
    boolean corners = a.flag("align_corners");
    String mode = a.text("mode", "nearest");
    var how = new Sampling[axes];
    for (int i = 0; i < axes; i++) {
      int size = a.x().shape().size(i + 2);
      double scale = scaled ? scale(a, i) : 1;
      int wanted = scaled ? (int) Math.floor(size * scale) : at(a.integers("size"), i);
      var step = scaled ? OptionalDouble.of(1 / scale) : OptionalDouble.empty();
      how[i] =
          switch (mode) {
            case "nearest" -> new Sampling(wanted, Sampling.Mode.NEAREST, false, step);
            case "nearest-exact" -> new Sampling(wanted, Sampling.Mode.NEAREST_MIDDLE, false, step);
            case "bicubic" -> new Sampling(wanted, Sampling.Mode.CUBIC, corners, step);
            case "linear", "bilinear", "trilinear" ->
                new Sampling(wanted, Sampling.Mode.LINEAR, corners, step);
            default -> throw new NotApplicable("there is no mode " + mode);
          };
    }
    return last(a, x -> Resample.of(x, how));
  }

  private static double scale(Arguments a, int axis) {
    var given = a.get("scale_factor");
    return Settings.toNumber(given instanceof Json.Items ? given.items().get(axis) : given);
  }

  private static Tensor sampled(Arguments a) {
    var outside =
        switch (a.text("padding_mode", "zeros")) {
          case "border" -> GridSample.Outside.BORDER;
          case "reflection" -> GridSample.Outside.REFLECTION;
          default -> GridSample.Outside.ZERO;
        };
    String mode = a.text("mode", "bilinear");
    if (mode.equals("bicubic")) {
      throw new NotApplicable("there is no mode bicubic");
    }
    var sample = new GridSample(mode.equals("nearest"), outside, a.flag("align_corners"));
    var grid = a.tensor("grid");
    return last(a, x -> sample.on(x, grid));
  }

  private static Tensor grid(Arguments a) {
    int[] size = a.integers("size");
    return GridSample.affine(a.tensor("theta"), size[2], size[3], a.flag("align_corners"));
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
