package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.check.GradientCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// What every layer has to keep.
final class LayerContract {
  private static final int SEED = 11;

  private final Layer layer;
  private final List<TensorType> inputs;

  private LayerContract(Layer layer, List<TensorType> inputs) {
    this.layer = layer;
    this.inputs = inputs;
  }

  /// Checks a layer for samples of the given shape, in both precisions.
  static void check(Layer layer, int... sample) {
    checkJoint(layer, new TensorType(Shape.of(sample), DType.F32));
  }

  /// Checks a layer of several inputs, in both precisions.
  static void checkJoint(Layer layer, TensorType... samples) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      var inputs =
          Arrays.stream(samples).map(s -> s.dtype().floating() ? s.with(dtype) : s).toList();
      new LayerContract(layer, inputs).checkAll(dtype);
    }
  }

  /// Checks a layer of whole numbers from 0 to 2.
  static void checkOfWholeNumbers(Layer layer, int... sample) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      var input = new TensorType(Shape.of(sample), DType.I32);
      new LayerContract(layer, List.of(input)).checkAll(dtype);
    }
  }

  private void checkAll(DType dtype) {
    resultsHaveTheShapeThatWasFoundWhenBuilding(dtype);
    theSeedDecidesEverything(dtype);
    predictionsDoNotDependOnTheBatchAndRecordNothing(dtype);
    restoredVariablesContinueBitForBit(dtype);
    theDescriptionCanBeWrittenAndRead();
    if (dtype == DType.F64) {
      gradientsAreThoseOfTheFunction();
    }
  }

  private Network network(DType dtype) {
    return layer.build(inputs, dtype, SEED);
  }

  /// All inputs of a batch.
  private List<Tensor> batch(int samples) {
    return inputs.stream().map(input -> batch(samples, input)).toList();
  }

  private static Tensor batch(int samples, TensorType input) {
    var shape = Shape.of(samples).concat(input.shape());
    var key = RandomKey.of(samples);
    if (input.dtype().floating()) {
      return key.normal(shape, 0, 1, input.dtype());
    }
    return input.dtype() == DType.BOOL ? key.bernoulli(shape, 0.7) : key.integers(shape, 0, 3);
  }

  private static Tensor apply(Network network, List<Tensor> batch) {
    return network.apply(batch.getFirst(), more(batch));
  }

  private static Tensor predict(Network network, List<Tensor> batch) {
    return network.predict(batch.getFirst(), more(batch));
  }

  private static Tensor[] more(List<Tensor> batch) {
    return batch.stream().skip(1).toArray(Tensor[]::new);
  }

  private void resultsHaveTheShapeThatWasFoundWhenBuilding(DType dtype) {
    var network = network(dtype);
    for (int samples : new int[] {1, 2, 5}) {
      var expected = Shape.of(samples).concat(network.output().shape());
      assertEquals(expected, apply(network, batch(samples)).shape());
      assertEquals(expected, predict(network, batch(samples)).shape());
      assertEquals(network.output().dtype(), predict(network, batch(samples)).dtype());
    }
    network.variables().forEach((name, v) -> assertEquals("\"" + name + "\"", v.displayName()));
    network.parameters().forEach(parameter -> assertEquals(dtype, parameter.dtype()));
  }

  private void theSeedDecidesEverything(DType dtype) {
    var first = network(dtype);
    var second = network(dtype);
    for (int step = 0; step < 3; step++) {
      assertSameBits(apply(first, batch(4)), apply(second, batch(4)));
    }
    first
        .variables()
        .forEach((n, v) -> assertSameBits(v.value(), second.variables().get(n).value()));
  }

  private void predictionsDoNotDependOnTheBatchAndRecordNothing(DType dtype) {
    var network = network(dtype);
    apply(network, batch(4));
    var before = Snapshot.of(network.variables());
    var all = predict(network, batch(4));
    assertFalse(all.isRecorded());
    double[] values = all.toDoubleArray();
    for (int i = 0; i < 4; i++) {
      var one = predict(network, sample(batch(4), i)).toDoubleArray();
      int from = i * one.length;
      assertArrayEquals(Arrays.copyOfRange(values, from, from + one.length), one);
    }
    before
        .values()
        .forEach((n, value) -> assertSameBits(value, network.variables().get(n).value()));
  }

  private static List<Tensor> sample(List<Tensor> batch, int index) {
    return batch.stream().map(all -> all.slice(0, index, index + 1)).toList();
  }

  private void restoredVariablesContinueBitForBit(DType dtype) {
    var network = network(dtype);
    apply(network, batch(4));
    var snapshot = Snapshot.of(network.variables());
    var expected = apply(network, batch(5));
    var other = network(dtype);
    snapshot.restore(other.variables(), "snapshot");
    assertSameBits(expected, apply(other, batch(5)));
  }

  private void theDescriptionCanBeWrittenAndRead() {
    assertTrue(LayerJson.canWrite(layer));
    assertEquals(layer, LayerJson.read(LayerJson.write(layer)));
  }

  /// In training, with the same random elements every time.
  private void gradientsAreThoseOfTheFunction() {
    var network = network(DType.F64);
    var start = Snapshot.of(network.variables());
    var states = new LinkedHashMap<>(network.variables());
    states.values().removeIf(variable -> variable.trainable());
    var batch = batch(3);
    Runnable again = () -> states.forEach((name, state) -> state.assign(start.values().get(name)));
    if (!network.parameters().isEmpty()) {
      var ofParameters =
          GradientCheck.of(
              () -> {
                again.run();
                return awayFromZero(apply(network, batch));
              },
              network.parameters());
      assertTrue(ofParameters.passed(), ofParameters::toString);
    }
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      if (inputs.get(i).dtype().floating()) {
        var ofInput =
            GradientCheck.of(
                    x -> {
                      again.run();
                      var changed = new ArrayList<>(batch);
                      changed.set(input, x);
                      return awayFromZero(apply(network, changed));
                    })
                .at(batch.get(i));
        assertTrue(ofInput.passed(), ofInput::toString);
      }
    }
  }

  /// The bounds of differences grow with the result; where results cancel they would be too narrow.
  private static Tensor awayFromZero(Tensor result) {
    return result.add(4);
  }

  private static void assertSameBits(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
  }
}
