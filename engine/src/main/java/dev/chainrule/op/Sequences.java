package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Tensors whose elements follow a rule.
public final class Sequences {
  private Sequences() {}

  /// Returns the numbers `0 .. size − 1` as `I64`.
  public static Tensor range(int size) {
    return Tensor.of(LongStream.range(0, size).toArray(), Shape.of(size));
  }

  /// Returns the numbers `start + i · step` that come before `end`.
  ///
  /// @throws IllegalArgumentException if the step is 0 or a number is not finite
  public static Tensor range(double start, double end, double step, DType dtype) {
    double count = Math.ceil((end - start) / step);
    if (!(Math.abs(count) < Integer.MAX_VALUE) || step == 0) {
      throw new IllegalArgumentException(
          "range: no finite range from %s to %s by %s".formatted(start, end, step));
    }
    return generate((int) Math.max(count, 0), i -> start + i * step, dtype);
  }

  /// Returns numbers at equal distances from `first` to `last`, both included and exact.
  ///
  /// The first half is counted from the start, the second from the end.
  public static Tensor linspace(double first, double last, int size, DType dtype) {
    double step = size < 2 ? 0 : (last - first) / (size - 1);
    return generate(
        size, i -> i < (size + 1) / 2 ? first + i * step : last - (size - 1 - i) * step, dtype);
  }

  private static Tensor generate(int size, IntToDoubleFunction number, DType dtype) {
    double[] numbers = IntStream.range(0, size).mapToDouble(number).toArray();
    return Tensor.of(numbers, Shape.of(size)).to(dtype);
  }

  /// Returns a matrix with ones on the main diagonal and zeros elsewhere.
  public static Tensor eye(int rows, int columns, DType dtype) {
    var ones = Tensor.ones(Shape.of(Math.min(rows, columns)), dtype);
    return new DiagonalEmbed(new Diagonal(0, 0, 1), rows, columns).on(ones);
  }
}
