package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// The number below which a part of the elements along one axis lies: with `p = part · (n − 1)`,
/// the sorted elements `⌊p⌋` and `⌊p⌋ + 1` are interpolated linearly. NaN if there is one.
///
/// @param part from 0, the smallest element, to 1, the largest
/// @param axis along which; negative numbers count from the end
/// @param keep whether it stays as an axis of size 1
public record Quantile(double part, int axis, boolean keep) implements Composite {

  /// @throws IllegalArgumentException if the part is not from 0 to 1
  public Quantile {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException(
          "quantile: the part is %s; it must be from 0 to 1".formatted(part));
    }
  }

  /// Returns the number below which a part of the elements along an axis lies.
  public static Tensor of(Tensor x, double part, int axis) {
    return new Quantile(part, axis, false).on(x);
  }

  /// Returns the number in the middle of the sorted elements along an axis: the mean of two if
  /// their number is even.
  public static Tensor median(Tensor x, int axis) {
    return of(x, 0.5, axis);
  }

  @Override
  public String name() {
    return "quantile";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = Normalizing.along(name(), axis, inputs.getFirst());
    if (x.shape().size(axis) == 0) {
      throw new ShapeException(
          "quantile: there is no element to choose from along axis %d of %s"
              .formatted(axis, x.shape()));
    }
    return x.with(keep ? x.shape().with(axis, 1) : x.shape().without(axis));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var type = type(List.of(inputs.getFirst().type()));
    var sorted = Ranked.sort(inputs.getFirst().to(type.dtype()), axis, false).values();
    int last = sorted.shape().size(axis) - 1;
    int below = (int) (part * last);
    double share = part * last - below;
    var low = at(sorted, below);
    var value =
        share == 0
            ? low
            : Arithmetic.LERP.on(low, at(sorted, below + 1), Tensor.scalar(share, type.dtype()));
    var largest = at(sorted, last);
    var result = Comparisons.WHERE.on(Comparisons.IS_NAN.on(largest), largest, value);
    return Reshape.of(result, type.shape().sizes());
  }

  private Tensor at(Tensor sorted, int place) {
    return Slice.of(sorted, axis, new Range(place, 1, 1));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int along = x.shape().axis(axis);
    var kept =
        Plain.generate(
            x.shape().with(along, 1),
            at -> {
              double[] line = new double[x.shape().size(along)];
              Arrays.setAll(line, i -> element(x, along, at, i));
              Arrays.sort(line);
              double place = part * (line.length - 1);
              double low = line[(int) place];
              double high = line[(int) Math.ceil(place)];
              double value = place % 1 == 0 ? low : low + (high - low) * (place % 1);
              return Double.isNaN(line[line.length - 1]) ? Double.NaN : value;
            });
    return keep ? kept : new Plain(x.shape().without(along), kept.values());
  }

  private static double element(Plain x, int axis, int[] at, int i) {
    int[] index = at.clone();
    index[axis] = i;
    return x.get(index);
  }

  static OpSpec spec() {
    var median = new Quantile(0.5, 0, false);
    return OpSpec.of("quantile")
        .summary("The number below which a part of the elements along one axis lies.")
        .formula("y = s[⌊p⌋] + (p − ⌊p⌋) · (s[⌊p⌋ + 1] − s[⌊p⌋]), s = sort x, p = part · (n − 1)")
        .gradient("dx = dy at the elements that are interpolated, in their shares")
        .source("Hyndman, Fan: Sample quantiles in statistical packages, 1996, definition 7")
        .sample(median, Input.distinct(6))
        .sample(new Quantile(0.25, 1, true), Input.distinct(3, 5, 2))
        .sample(new Quantile(0.9, -1, false), Input.distinct(3, 12))
        .sample(new Quantile(1, 0, false), Input.distinct(7, 2))
        .misuse(
            "quantile: there is no element to choose from along axis 0 of [0, 3]",
            median,
            new TensorType(Shape.of(0, 3), DType.F32))
        .misuse(
            "quantile: takes numbers, got bool; convert with to(DType.F32)",
            median,
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}
