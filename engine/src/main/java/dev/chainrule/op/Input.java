package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/// One input of a sample: a shape, and where its elements come from.
///
/// @param shape the sizes of the axes
/// @param values what the elements are
/// @param low the smallest element
/// @param high the largest element
public record Input(Shape shape, Values values, double low, double high) {

  /// What elements of a sample are.
  public enum Values {
    /// Numbers spread evenly over the range; tested as `F32` and `F64`.
    NUMBERS,
    /// Numbers of the range in random order, no two of them close; tested as `F32` and `F64`.
    DISTINCT,
    /// Whole numbers from `low` to `high`, both included; tested as `I32` and `I64`.
    WHOLE,
    /// Whole numbers from 0 to `high` that do not decrease, the first of them 0.
    RISING,
    /// Truths; `BOOL`.
    TRUTHS
  }

  /// Returns numbers from −2 to 2.
  public static Input numbers(int... sizes) {
    return numbers(-2, 2, sizes);
  }

  /// Returns numbers of a range.
  public static Input numbers(double low, double high, int... sizes) {
    return new Input(Shape.of(sizes), Values.NUMBERS, low, high);
  }

  /// Returns numbers from −2 to 2, no two of them close to each other.
  public static Input distinct(int... sizes) {
    return distinct(-2, 2, sizes);
  }

  /// Returns numbers of a range, no two of them close to each other.
  public static Input distinct(double low, double high, int... sizes) {
    return new Input(Shape.of(sizes), Values.DISTINCT, low, high);
  }

  /// Returns whole numbers of a range, both ends included.
  public static Input whole(int low, int high, int... sizes) {
    return new Input(Shape.of(sizes), Values.WHOLE, low, high);
  }

  /// Returns so many whole numbers from 0 to the last one that do not decrease.
  public static Input rising(int last, int size) {
    return new Input(Shape.of(size), Values.RISING, 0, last);
  }

  /// Returns truths.
  public static Input truths(int... sizes) {
    return new Input(Shape.of(sizes), Values.TRUTHS, 0, 1);
  }

  /// Returns whether the elements are floating-point numbers.
  public boolean floating() {
    return values == Values.NUMBERS || values == Values.DISTINCT;
  }

  /// Returns a tensor of such elements.
  ///
  /// @param precision the type of floating-point elements; whole ones get the type of the same size
  public Tensor tensor(DType precision, SplittableRandom random) {
    double[] numbers = new double[shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (values) {
            case NUMBERS -> (float) random.nextDouble(low, high);
            case DISTINCT -> low + (high - low) * (i + 0.4) / numbers.length;
            case WHOLE, RISING -> random.nextInt((int) low, (int) high + 1);
            case TRUTHS -> random.nextInt(2);
          };
    }
    if (values == Values.DISTINCT) {
      shuffle(numbers, random);
    }
    if (values == Values.RISING) {
      Arrays.sort(numbers);
      Arrays.fill(numbers, 0, Math.min(1, numbers.length), 0);
    }
    return Tensor.of(numbers, shape).to(dtype(precision));
  }

  private static void shuffle(double[] numbers, SplittableRandom random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double swapped = numbers[i];
      numbers[i] = (float) numbers[other];
      numbers[other] = (float) swapped;
    }
  }

  /// Returns the type of such elements in the given precision.
  public DType dtype(DType precision) {
    return switch (values) {
      case NUMBERS, DISTINCT -> precision;
      case WHOLE, RISING -> precision == DType.F32 ? DType.I32 : DType.I64;
      case TRUTHS -> DType.BOOL;
    };
  }
}
