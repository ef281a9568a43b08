package dev.chainrule.scalar;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How far functions are from their values, in units in the last place of the right value.
///
/// The right values are those of `accuracy/values.tsv`, with 21 digits.
final class Accuracy {
  /// A function's value at one place.
  ///
  /// @param arguments exactly the doubles that they read as
  record Point(List<Double> arguments, BigDecimal value) {
    /// Reports whether single precision holds the arguments exactly, and the value.
    boolean isSingle() {
      double size = Math.abs(value.doubleValue());
      return arguments.stream().allMatch(x -> x == x.floatValue())
          && size >= Float.MIN_NORMAL
          && size <= Float.MAX_VALUE;
    }
  }

  /// The largest error found, and where.
  record Worst(double ulps, List<Double> at) {
    static final Worst NONE = new Worst(0, List.of());

    Worst or(double other, List<Double> place) {
      return other > ulps ? new Worst(other, place) : this;
    }

    Worst or(Worst other) {
      return other.ulps > ulps ? other : this;
    }
  }

  private Accuracy() {}

  /// Returns the points of all functions in the table.
  static Map<Primitive, List<Point>> table() {
    var resource =
        Objects.requireNonNull(Accuracy.class.getResourceAsStream("/accuracy/values.tsv"));
    try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split("\t", -1))
          .collect(
              Collectors.groupingBy(
                  cells -> Primitive.valueOf(cells[0]),
                  () -> new EnumMap<>(Primitive.class),
                  Collectors.mapping(Accuracy::point, Collectors.toList())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Point point(String[] cells) {
    var arguments =
        Arrays.stream(cells, 1, cells.length - 1).map(Double::valueOf).collect(Collectors.toList());
    return new Point(arguments, new BigDecimal(cells[cells.length - 1]));
  }

  /// Returns the largest error in double precision.
  static Worst ofDouble(Primitive function, List<Point> points) {
    var worst = Worst.NONE;
    for (Point point : points) {
      var a = point.arguments();
      double found = function.evaluate(a.getFirst(), a.getLast(), 0);
      double ulp = Math.ulp(size(function, point.value().doubleValue()));
      worst = worst.or(difference(point.value(), found, ulp), a);
    }
    return worst;
  }

  /// Returns the number whose last place errors are counted in: the value, but at least 1 for
  /// digamma, which has zeros at numbers that no double meets.
  private static double size(Primitive function, double value) {
    return function == Primitive.DIGAMMA ? Math.max(1, Math.abs(value)) : value;
  }

  /// Returns the largest error of the kernel in single precision.
  static Worst ofSingle(Primitive function, List<Point> points) {
    var singles = points.stream().filter(Point::isSingle).toList();
    var inputs = new float[function.arity()][singles.size()];
    for (int i = 0; i < singles.size(); i++) {
      for (int k = 0; k < inputs.length; k++) {
        inputs[k][i] = singles.get(i).arguments().get(k).floatValue();
      }
    }
    float[] found = singles(function, inputs);
    var worst = Worst.NONE;
    for (int i = 0; i < found.length; i++) {
      Point point = singles.get(i);
      double ulp = Math.ulp(point.value().floatValue());
      worst = worst.or(difference(point.value(), found[i], ulp), point.arguments());
    }
    return worst;
  }

  private static double difference(BigDecimal exact, double found, double ulp) {
    if (!Double.isFinite(found)) {
      return Double.POSITIVE_INFINITY;
    }
    var difference = new BigDecimal(found).subtract(exact).abs();
    return difference.divide(new BigDecimal(ulp), MathContext.DECIMAL64).doubleValue();
  }

  /// Returns what the kernel of a function computes in single precision.
  static float[] singles(Primitive function, float[]... inputs) {
    var x = IntStream.range(0, inputs.length).mapToObj(Expression::input);
    var body = Expression.apply(function, x.toArray(Expression[]::new));
    var tensors = Arrays.stream(inputs).map(each -> Tensor.of(each, Shape.of(each.length)));
    return Fused.of("measured", body).on(tensors.toArray(Tensor[]::new)).toFloatArray();
  }

  /// Returns the largest error over every `stride`-th of all single-precision numbers, against the
  /// function in double precision.
  static Worst sampled(Primitive function, int stride) {
    int block = 1 << 16;
    long blocks = Math.ceilDiv(1L << 32, (long) block * stride);
    return IntStream.range(0, (int) blocks)
        .parallel()
        .mapToObj(b -> sampled(function, (long) b * block * stride, stride, block))
        .reduce(Worst.NONE, Worst::or);
  }

  private static Worst sampled(Primitive function, long first, int stride, int count) {
    var x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat((int) Math.min(first + (long) i * stride, 0xFFFFFFFFL));
    }
    float[] found = singles(function, x);
    var worst = Worst.NONE;
    for (int i = 0; i < count; i++) {
      double ulps = error(function.evaluate(x[i], 0, 0), found[i]);
      if (ulps > worst.ulps()) {
        worst = worst.or(ulps, List.of((double) x[i]));
      }
    }
    return worst;
  }

  private static double error(double exact, float found) {
    float rounded = (float) exact;
    if (Float.compare(rounded, found) == 0) {
      return Float.isFinite(found) ? Math.abs(found - exact) / Math.ulp(rounded) : 0;
    }
    if (!Float.isFinite(rounded) || !Float.isFinite(found)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(found - exact) / Math.ulp(rounded);
  }
}
