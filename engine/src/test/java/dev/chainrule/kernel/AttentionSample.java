package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Attention of random matrices that lie apart, at odd offsets, and partly transposed; some
/// elements of a mask are −∞, and a row of it as a whole.
record AttentionSample(
    int count,
    int queries,
    int keys,
    int features,
    int outputs,
    boolean isCausal,
    boolean hasMask) {
  private static final Multiplier<float[]> VECTORS_F32 =
      vectors(new Tiles<>(new PlainFloats(), Element.F32));
  private static final Multiplier<double[]> VECTORS_F64 =
      vectors(new Tiles<>(new PlainDoubles(), Element.F64));

  static AttentionSample of(int count, int queries, int keys, int features, int outputs) {
    return new AttentionSample(count, queries, keys, features, outputs, false, false);
  }

  AttentionSample causal() {
    return new AttentionSample(count, queries, keys, features, outputs, true, hasMask);
  }

  AttentionSample masked() {
    return new AttentionSample(count, queries, keys, features, outputs, isCausal, true);
  }

  private static <T> Multiplier<T> vectors(Tiles<T> tiles) {
    tiles.skipWarming();
    return new Multiplier<>(tiles);
  }

  private AttentionSizes sizes(Element element) {
    return new AttentionSizes(element, queries, keys, features, outputs, isCausal, 0.3);
  }

  /// Matrices of a batch in one array.
  ///
  /// @param strides from matrix to matrix, row to row and column to column
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Batch(Storage storage, int rows, int columns, int[] strides) {
    Matrices matrices(int count) {
      return Matrices.of(storage.view(storage.offset(), strides), new int[] {count});
    }
  }

  /// Inputs and what is computed of them.
  record Operands(
      AttentionSizes sizes,
      int count,
      AttentionInputs in,
      Matrices output,
      AttentionBackward.Gradients gradients,
      Storage gradient) {
    Runnable forward(Multiplier<?> multiplier) {
      return AttentionForward.of(sizes, in, output, multiplier);
    }

    Runnable backward(Multiplier<?> multiplier) {
      return AttentionBackward.of(sizes, in, gradients, multiplier);
    }
  }

  /// Returns new matrices.
  ///
  /// @param seed of their elements; 0 for zeros
  private Batch batch(Element element, int rows, int columns, boolean transposed, int seed) {
    int gap = seed % 3;
    int row = transposed ? 1 : columns + gap;
    int column = transposed ? rows + gap : 1;
    int length = (rows + gap) * (columns + gap);
    var array = element.elements(count * length + 9);
    var random = new SplittableRandom(seed);
    for (int i = 0; seed > 0 && i < count * length + 9; i++) {
      double number = random.nextDouble(-2, 2);
      set(array, i, seed == MASK && random.nextInt(5) == 0 ? Double.NEGATIVE_INFINITY : number);
    }
    if (seed == MASK) {
      for (int i = 0; i < columns; i++) {
        set(array, 5 + i * column, Double.NEGATIVE_INFINITY);
      }
    }
    int[] strides = {length, row, column};
    return new Batch(new Storage(array, element, 5, strides), rows, columns, strides);
  }

  private static final int MASK = 7;

  private static void set(Object array, int place, double value) {
    if (array instanceof float[] floats) {
      floats[place] = (float) value;
    } else {
      ((double[]) array)[place] = value;
    }
  }

  private static double get(Object array, int place) {
    return array instanceof float[] floats ? floats[place] : ((double[]) array)[place];
  }

  private List<Batch> inputs(Element element) {
    return List.of(
        batch(element, queries, features, false, 1),
        batch(element, keys, features, false, 2),
        batch(element, keys, outputs, true, 3),
        batch(element, queries, keys, true, MASK),
        batch(element, queries, outputs, true, 5));
  }

  Operands operands(Element element) {
    var inputs = inputs(element);
    var output = batch(element, queries, outputs, false, 0);
    int length = (queries + keys) * features + keys * outputs;
    var gradient = Storage.allocate(element, new int[] {count, length});
    var mask = hasMask ? Optional.of(inputs.get(3).matrices(count)) : Optional.<Matrices>empty();
    var in =
        new AttentionInputs(
            inputs.get(0).matrices(count),
            inputs.get(1).matrices(count),
            inputs.get(2).matrices(count),
            mask);
    int ofKeys = queries * features;
    int ofValues = ofKeys + keys * features;
    var gradients =
        new AttentionBackward.Gradients(
            output.matrices(count),
            inputs.get(4).matrices(count),
            part(gradient, length, 0, features),
            part(gradient, length, ofKeys, features),
            part(gradient, length, ofValues, outputs));
    return new Operands(sizes(element), count, in, output.matrices(count), gradients, gradient);
  }

  private Matrices part(Storage gradient, int length, int first, int columns) {
    int[] strides = {length, columns, 1};
    return Matrices.of(gradient.view(gradient.offset() + first, strides), new int[] {count});
  }

  /// Returns output and gradients.
  ///
  /// @param vectors whether tiles are computed in vectors from the first one on
  double[] planned(Element element, boolean vectors) {
    var operands = operands(element);
    Multiplier<?> f32 = vectors ? VECTORS_F32 : Multiplier.F32;
    Multiplier<?> f64 = vectors ? VECTORS_F64 : Multiplier.F64;
    var multiplier = element == Element.F32 ? f32 : f64;
    operands.forward(multiplier).run();
    operands.backward(multiplier).run();
    var all = new ArrayList<Double>();
    for (int i = 0; i < count; i++) {
      for (int place = 0; place < queries * outputs; place++) {
        all.add(get(operands.output.array(), operands.output.place(i) + place));
      }
      int length = (queries + keys) * features + keys * outputs;
      for (int place = 0; place < length; place++) {
        all.add(get(operands.gradient.array(), operands.gradient.offset() + i * length + place));
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Returns the same by the reference.
  double[] reference(Element element) {
    var inputs = inputs(element);
    var all = new ArrayList<Double>();
    for (int i = 0; i < count; i++) {
      var given = new ArrayList<Storage>();
      for (var input : inputs) {
        given.add(contiguous(input, i));
      }
      var mask = hasMask ? Optional.of(given.get(3)) : Optional.<Storage>empty();
      var reference =
          new AttentionReference(sizes(element), given.get(0), given.get(1), given.get(2), mask);
      var y = Storage.allocate(element, new int[] {queries, outputs});
      reference.output(y);
      var dq = Storage.allocate(element, new int[] {queries, features});
      var dk = Storage.allocate(element, new int[] {keys, features});
      var dv = Storage.allocate(element, new int[] {keys, outputs});
      reference.gradients(y, given.get(4), dq, dk, dv);
      append(all, y, queries * outputs);
      append(all, dq, queries * features);
      append(all, dk, keys * features);
      append(all, dv, keys * outputs);
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private Storage contiguous(Batch batch, int index) {
    int[] sizes = {batch.rows, batch.columns};
    var copy = Storage.allocate(batch.storage.element(), sizes);
    int place = batch.storage.offset() + index * batch.strides[0];
    int[] strides = {batch.strides[1], batch.strides[2]};
    LoopCall.copy(sizes, batch.storage.view(place, strides), copy).run();
    return copy;
  }

  private static void append(List<Double> all, Storage x, int length) {
    for (int i = 0; i < length; i++) {
      all.add(get(x.array(), x.offset() + i));
    }
  }
}
