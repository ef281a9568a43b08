package dev.chainrule.data;

import dev.chainrule.DType;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;

/// A shift and a factor for each element of the last axis, found on training data and then applied
/// to all data.
///
/// `scaled = (x − offset) / scale`, one offset and scale for each feature of `[n, features]`, or
/// for each channel of `[n, height, width, channels]`, over all other axes. A constant feature has
/// scale 1, so it becomes 0.
///
/// ```
/// var split = Split.stratified(Datasets.wine(), 0.2, 42);
/// var scaling = Scaling.standardize(split.train());
/// var train = scaling.apply(split.train());
/// var test = scaling.apply(split.test());
/// ```
public final class Scaling {
  private final double[] offsets;
  private final double[] scales;

  private Scaling(double[] offsets, double[] scales) {
    this.offsets = offsets.clone();
    this.scales = scales.clone();
  }

  /// Returns the scaling to mean 0 and standard deviation 1 (of the whole population, so divided by
  /// n).
  ///
  /// @param train the data that may be looked at: the training side alone
  public static Scaling standardize(Dataset train) {
    FeatureStatistics seen = FeatureStatistics.of(train);
    return new Scaling(seen.means(), seen.deviations());
  }

  /// Returns the scaling that maps each feature's smallest value to 0 and its largest to 1.
  ///
  /// @param train the data that may be looked at: the training side alone
  public static Scaling minMax(Dataset train) {
    FeatureStatistics seen = FeatureStatistics.of(train);
    return new Scaling(seen.smallest(), seen.ranges());
  }

  /// Returns a scaling with given numbers, such as those of a saved one.
  ///
  /// @throws IllegalArgumentException if the arrays differ in length, a number is not finite, or a
  ///   scale is not above 0
  public static Scaling of(double[] offsets, double[] scales) {
    if (offsets.length != scales.length) {
      throw new IllegalArgumentException(
          "Scaling: %d offsets and %d scales".formatted(offsets.length, scales.length));
    }
    for (int i = 0; i < offsets.length; i++) {
      if (!Double.isFinite(offsets[i]) || !Double.isFinite(scales[i]) || scales[i] <= 0) {
        throw new IllegalArgumentException(
            "Scaling: feature %d has offset %s and scale %s; they must be finite, the scale above 0"
                .formatted(i, offsets[i], scales[i]));
      }
    }
    return new Scaling(offsets, scales);
  }

  /// Returns what is subtracted from each feature.
  public double[] offsets() {
    return offsets.clone();
  }

  /// Returns what each feature is divided by, above 0.
  public double[] scales() {
    return scales.clone();
  }

  /// Returns the set with scaled inputs.
  ///
  /// @throws ShapeException if the inputs have another number of features
  public Dataset apply(Dataset dataset) {
    return dataset.withInputs(apply(dataset.inputs()));
  }

  /// Returns scaled numbers: f64 for f64, f32 for everything else.
  ///
  /// @throws ShapeException if the last axis has another size
  public Tensor apply(Tensor values) {
    double[] numbers = checked(values);
    for (int i = 0; i < numbers.length; i++) {
      int feature = i % offsets.length;
      numbers[i] = (numbers[i] - offsets[feature]) / scales[feature];
    }
    return tensor(numbers, values);
  }

  /// Returns the numbers that were scaled: the inverse of `apply`, up to rounding.
  ///
  /// @throws ShapeException if the last axis has another size
  public Tensor invert(Tensor scaled) {
    double[] numbers = checked(scaled);
    for (int i = 0; i < numbers.length; i++) {
      int feature = i % offsets.length;
      numbers[i] = numbers[i] * scales[feature] + offsets[feature];
    }
    return tensor(numbers, scaled);
  }

  private double[] checked(Tensor values) {
    int features = values.shape().rank() == 0 ? 1 : values.shape().size(-1);
    if (features != offsets.length) {
      throw new ShapeException(
          "Scaling: the last axis of %s has size %d, but the scaling was found on %d features"
              .formatted(values.shape(), features, offsets.length));
    }
    return values.toDoubleArray();
  }

  private static Tensor tensor(double[] numbers, Tensor like) {
    Tensor exact = Tensor.of(numbers, like.shape());
    return like.dtype() == DType.F64 ? exact : exact.to(DType.F32);
  }
}
