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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// What every layer has to keep.
final class LayerContract {
  private static final int SEED = 11;

  private final Layer layer;
  private final TensorType input;

  private LayerContract(Layer layer, TensorType input) {
    this.layer = layer;
    this.input = input;
  }

  /// Checks a layer for samples of the given shape, in both precisions.
  static void check(Layer layer, int... sample) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      new LayerContract(layer, new TensorType(Shape.of(sample), dtype)).checkAll(dtype);
    }
  }

  /// Checks a layer of whole numbers from 0 to 2.
  static void checkOfWholeNumbers(Layer layer, int... sample) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      new LayerContract(layer, new TensorType(Shape.of(sample), DType.I32)).checkAll(dtype);
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
    return layer.build(input, dtype, SEED);
  }

  private Tensor batch(int samples) {
    var shape = Shape.of(samples).concat(input.shape());
    var key = RandomKey.of(samples);
    return input.dtype().floating()
        ? key.normal(shape, 0, 1, input.dtype())
        : key.integers(shape, 0, 3);
  }

  private void resultsHaveTheShapeThatWasFoundWhenBuilding(DType dtype) {
    var network = network(dtype);
    for (int samples : new int[] {1, 2, 5}) {
      var expected = Shape.of(samples).concat(network.output().shape());
      assertEquals(expected, network.apply(batch(samples)).shape());
      assertEquals(expected, network.predict(batch(samples)).shape());
      assertEquals(network.output().dtype(), network.predict(batch(samples)).dtype());
    }
    network.variables().forEach((name, v) -> assertEquals("\"" + name + "\"", v.displayName()));
    network.parameters().forEach(parameter -> assertEquals(dtype, parameter.dtype()));
  }

  private void theSeedDecidesEverything(DType dtype) {
    var first = network(dtype);
    var second = network(dtype);
    for (int step = 0; step < 3; step++) {
      assertSameBits(first.apply(batch(4)), second.apply(batch(4)));
    }
    first
        .variables()
        .forEach((n, v) -> assertSameBits(v.value(), second.variables().get(n).value()));
  }

  private void predictionsDoNotDependOnTheBatchAndRecordNothing(DType dtype) {
    var network = network(dtype);
    network.apply(batch(4));
    var before = Snapshot.of(network.variables());
    var all = network.predict(batch(4));
    assertFalse(all.isRecorded());
    double[] values = all.toDoubleArray();
    for (int i = 0; i < 4; i++) {
      var one = network.predict(sample(batch(4), i)).toDoubleArray();
      int from = i * one.length;
      assertArrayEquals(Arrays.copyOfRange(values, from, from + one.length), one);
    }
    before
        .values()
        .forEach((n, value) -> assertSameBits(value, network.variables().get(n).value()));
  }

  private Tensor sample(Tensor batch, int index) {
    int size = input.shape().elements();
    double[] values = batch.toDoubleArray();
    double[] sample = Arrays.copyOfRange(values, index * size, (index + 1) * size);
    return Tensor.of(sample, Shape.of(1).concat(input.shape())).to(input.dtype());
  }

  private void restoredVariablesContinueBitForBit(DType dtype) {
    var network = network(dtype);
    network.apply(batch(4));
    var snapshot = Snapshot.of(network.variables());
    var expected = network.apply(batch(5));
    var other = layer.build(input, dtype, SEED);
    snapshot.restore(other.variables(), "snapshot");
    assertSameBits(expected, other.apply(batch(5)));
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
                return awayFromZero(network.apply(batch));
              },
              network.parameters());
      assertTrue(ofParameters.passed(), ofParameters::toString);
    }
    if (input.dtype().floating()) {
      var ofInput =
          GradientCheck.of(
                  x -> {
                    again.run();
                    return awayFromZero(network.apply(x));
                  })
              .at(batch);
      assertTrue(ofInput.passed(), ofInput::toString);
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
