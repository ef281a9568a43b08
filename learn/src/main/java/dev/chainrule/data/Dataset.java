package dev.chainrule.data;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Samples in memory: an input and a target each. Immutable.
///
/// | | shape | values |
/// |---|---|---|
/// | inputs | `[n, ...]`, such as `[n, features]` or `[n, height, width, channels]` | finite numbers |
/// | targets | `[n]` class labels, `[n, outputs]` numbers, or any `[n, ...]` | finite numbers |
///
/// ```
/// var xor = Dataset.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new int[] {0, 1, 1, 0});
/// for (var batch : xor.batches(2).shuffled(42).epoch(1)) ...
/// ```
public final class Dataset {
  private final Samples inputs;
  private final Samples targets;
  private final List<String> classNames;
  private final List<String> featureNames;

  private Dataset(
      Samples inputs, Samples targets, List<String> classNames, List<String> featureNames) {
    this.inputs = inputs;
    this.targets = targets;
    this.classNames = List.copyOf(classNames);
    this.featureNames = List.copyOf(featureNames);
  }

  /// Returns a data set of two tensors whose first axes count the samples.
  ///
  /// @throws ShapeException if the first axes are missing or differ in size
  /// @throws IllegalArgumentException if there is no sample, or a number is NaN or infinite
  public static Dataset of(Tensor inputs, Tensor targets) {
    Samples.requireSameCount("Dataset", inputs.shape(), targets.shape());
    if (inputs.shape().elements() == 0 || targets.shape().elements() == 0) {
      throw new IllegalArgumentException(
          "Dataset: is empty: inputs are %s, targets %s"
              .formatted(inputs.shape(), targets.shape()));
    }
    FiniteCheck.require("inputs", inputs);
    FiniteCheck.require("targets", targets);
    return new Dataset(Samples.of(inputs), Samples.of(targets), List.of(), List.of());
  }

  /// Returns a data set of rows of features and class labels; f32 and i32.
  ///
  /// @throws ShapeException if rows differ in length, or there are more or fewer labels than rows
  /// @throws IllegalArgumentException if there is no sample, or a number is NaN or infinite
  public static Dataset of(float[][] inputs, int[] labels) {
    return of(matrix("inputs", inputs), Tensor.of(labels, Shape.of(labels.length)));
  }

  /// Returns a data set of rows of features and rows of numbers to predict; f32.
  ///
  /// @throws ShapeException if rows differ in length, or the numbers of rows differ
  /// @throws IllegalArgumentException if there is no sample, or a number is NaN or infinite
  public static Dataset of(float[][] inputs, float[][] targets) {
    return of(matrix("inputs", inputs), matrix("targets", targets));
  }

  /// Returns a data set of images and class labels. The inputs are f32, `pixel / whitest`; they are
  /// kept as bytes, in a quarter of the memory.
  ///
  /// @param pixels unsigned bytes, row-major, from the buffer's position to its limit; they are
  ///   copied
  /// @param shape `[n, height, width, channels]`
  /// @param whitest the byte that becomes 1, usually 255
  /// @throws ShapeException if the shape has other than 4 axes or does not fit the numbers of
  ///   pixels and labels
  /// @throws IllegalArgumentException if there is no pixel, or `whitest` is outside 1..255
  public static Dataset ofImages(ByteBuffer pixels, Shape shape, int whitest, int[] labels) {
    Shape labelShape = Shape.of(labels.length);
    Samples.requireSameCount("Dataset", shape, labelShape);
    if (shape.rank() != 4 || shape.elements() != pixels.remaining()) {
      throw new ShapeException(
          "Dataset: images %s do not fit %d pixels; expected [n, height, width, channels]"
              .formatted(shape, pixels.remaining()));
    }
    if (!pixels.hasRemaining()) {
      throw new IllegalArgumentException("Dataset: is empty: images are " + shape);
    }
    if (whitest < 1 || whitest > 255) {
      throw new IllegalArgumentException("Dataset: whitest is " + whitest + "; expected 1..255");
    }
    Samples images = Samples.Pixels.of(labels.length, shape.without(0), pixels, whitest);
    Samples targets = Samples.of(Tensor.of(labels, labelShape));
    return new Dataset(images, targets, List.of(), List.of());
  }

  /// Returns a data set of windows over a sequence of whole numbers, such as the characters of a
  /// text: each element's target is the element that follows it.
  ///
  /// Inputs and targets are i32 `[n, length]`, with `n = (elements − 1 − length) / step + 1`,
  /// rounded down. The windows share the sequence, so many that overlap need little memory.
  ///
  /// @param sequence the elements, which are copied
  /// @param length how many elements a window has, at least 1
  /// @param step how far each window begins after the one before, at least 1; with `length` they
  ///   cover the sequence once
  /// @throws IllegalArgumentException if a number is below 1, or the sequence has no more than
  ///   `length` elements
  public static Dataset ofSequence(int[] sequence, int length, int step) {
    if (length < 1 || step < 1) {
      throw new IllegalArgumentException(
          "Dataset: windows of %d elements, %d apart; expected 1 or more".formatted(length, step));
    }
    if (sequence.length <= length) {
      throw new IllegalArgumentException(
          "Dataset: a sequence of %d elements has no window of %d and an element after it"
              .formatted(sequence.length, length));
    }
    int[] copy = sequence.clone();
    int count = (copy.length - 1 - length) / step + 1;
    return new Dataset(
        Samples.Windows.of(copy, 0, count, length, step),
        Samples.Windows.of(copy, 1, count, length, step),
        List.of(),
        List.of());
  }

  /// Returns this set with names for the classes 0, 1, ...
  ///
  /// @throws IllegalArgumentException if the targets are no labels, or a label has no name
  public Dataset withClassNames(List<String> names) {
    requireLabels(names.size());
    return new Dataset(inputs, targets, names, featureNames);
  }

  /// Returns this set with names for the elements of the inputs' last axis.
  ///
  /// @throws IllegalArgumentException if there is not one name for each element
  public Dataset withFeatureNames(List<String> names) {
    int features = inputShape().rank() == 0 ? 1 : inputShape().size(-1);
    if (names.size() != features) {
      throw new IllegalArgumentException(
          "Dataset: %d feature names for inputs of %s".formatted(names.size(), inputShape()));
    }
    return new Dataset(inputs, targets, classNames, names);
  }

  /// Returns this set with other inputs for the same samples. Feature names are kept if the last
  /// axis keeps its size.
  ///
  /// @throws ShapeException if the number of samples differs
  /// @throws IllegalArgumentException if a number is NaN or infinite
  public Dataset withInputs(Tensor changed) {
    Dataset other = of(changed, targets());
    boolean sameFeatures =
        changed.shape().rank() > 1 && changed.shape().size(-1) == featureNames.size();
    return new Dataset(other.inputs, targets, classNames, sameFeatures ? featureNames : List.of());
  }

  /// Returns the number of samples, at least 1.
  public int size() {
    return inputs.count();
  }

  /// Returns the shape of one input, without the axis that counts samples.
  public Shape inputShape() {
    return inputs.shape();
  }

  /// Returns the shape of one target, without the axis that counts samples.
  public Shape targetShape() {
    return targets.shape();
  }

  /// Returns all inputs in a new tensor, `[n, ...]`.
  public Tensor inputs() {
    return inputs.all();
  }

  /// Returns all targets in a new tensor, `[n, ...]`.
  public Tensor targets() {
    return targets.all();
  }

  /// Returns the names of the classes 0, 1, ..., or an empty list when they are not known.
  public List<String> classNames() {
    return classNames;
  }

  /// Returns the names of the features, or an empty list when they are not known.
  public List<String> featureNames() {
    return featureNames;
  }

  /// Returns the class label of every sample.
  ///
  /// @throws IllegalArgumentException if the targets are not whole numbers of 0 or more in shape
  ///   `[n]` or `[n, 1]`
  public int[] labels() {
    requireLabels(Integer.MAX_VALUE);
    return targets().toIntArray();
  }

  /// Returns the number of classes: as many as there are names, else the largest label and 1.
  ///
  /// @throws IllegalArgumentException if the targets are no labels, see [#labels]
  public int classes() {
    return classNames.isEmpty()
        ? Arrays.stream(labels()).max().orElseThrow() + 1
        : classNames.size();
  }

  /// Returns this set with each label as a row that is 1 at the label and 0 elsewhere, f32 `[n,
  /// classes]`.
  ///
  /// @throws IllegalArgumentException if the targets are no labels below `classes`
  public Dataset oneHot(int classes) {
    requireLabels(classes);
    int[] labels = labels();
    float[] rows = new float[Math.multiplyExact(labels.length, classes)];
    for (int i = 0; i < labels.length; i++) {
      rows[i * classes + labels[i]] = 1;
    }
    Tensor encoded = Tensor.of(rows, Shape.of(labels.length, classes));
    return new Dataset(inputs, Samples.of(encoded), List.of(), featureNames);
  }

  /// Returns a set of some of the samples, in the given order; a sample may occur more than once.
  ///
  /// @throws IllegalArgumentException if no row is given, or one is outside `0 .. size − 1`
  public Dataset rows(int... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("Dataset: no row is chosen; a set has at least one");
    }
    for (int row : rows) {
      if (row < 0 || row >= size()) {
        throw new IllegalArgumentException(
            "Dataset: row %d is outside 0..%d".formatted(row, size() - 1));
      }
    }
    return new Dataset(inputs.select(rows), targets.select(rows), classNames, featureNames);
  }

  /// Returns batches of this set, in its order; [Batches] says how to shuffle them.
  ///
  /// @param size how many samples a batch has, at least 1; the last batch may have fewer
  public Batches batches(int size) {
    return Batches.of(this, size);
  }

  /// The samples `rows[from .. to - 1]` as a batch.
  Batch take(int[] rows, int from, int to) {
    return new Batch(inputs.take(rows, from, to), targets.take(rows, from, to));
  }

  private void requireLabels(int classes) {
    boolean integer = targets.dtype() != DType.F32 && targets.dtype() != DType.F64;
    if (targets.shape().elements() != 1 || !integer) {
      throw new IllegalArgumentException(
          "Dataset: targets are no class labels: %s of shape %s a sample; expected one whole number"
              .formatted(targets.dtype(), targets.shape()));
    }
    int[] labels = targets().toIntArray();
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "Dataset: label %d at row %d is outside 0..%d"
                .formatted(labels[row], row, classes - 1));
      }
    }
  }

  private static Tensor matrix(String name, float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new ShapeException(
            "Dataset: rows of %s differ in length: row %d has %d numbers, row 0 has %d"
                .formatted(name, row, rows[row].length, columns));
      }
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return Tensor.of(values, Shape.of(rows.length, columns));
  }
}
