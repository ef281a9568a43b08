package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.init.Initializers;
import dev.chainrule.program.Program;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransformerTest {
  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }

  private static Tensor numbers(int seed, int... sizes) {
    return RandomKey.of(seed).normal(Shape.of(sizes), 0, 1, DType.F64);
  }

  private static Network build(Layer layer, TensorType... inputs) {
    return layer.build(List.of(inputs), DType.F64, 1);
  }

  @Test
  void attentionKeepsTheContract() {
    LayerContract.check(MultiHeadAttention.of(2), 3, 4);
    LayerContract.check(MultiHeadAttention.of(1).withCausal().withoutBias(), 3, 2);
    LayerContract.check(MultiHeadAttention.of(2).withRotary(), 3, 4);
    LayerContract.check(MultiHeadAttention.of(2).withDropout(0.4), 3, 4);
    LayerContract.checkJoint(MultiHeadAttention.of(2), type(3, 4), type(2, 4));
    LayerContract.checkJoint(MultiHeadAttention.of(2), type(3, 4), type(2, 5), type(2, 3));
    LayerContract.checkJoint(
        MultiHeadAttention.of(2), type(3, 4), type(2, 4), type(2, 4), type(1, 3, 2));
  }

  @Test
  void blocksKeepTheContract() {
    LayerContract.check(TransformerEncoder.of(2, 3).withCausal(), 3, 4);
    LayerContract.check(TransformerEncoder.of(1, 3).withNormLast().withDropout(0.2), 2, 2);
    LayerContract.checkJoint(TransformerDecoder.of(2, 3), type(3, 4), type(2, 4));
    LayerContract.checkJoint(
        TransformerDecoder.of(1, 3).withNormLast().withDropout(0.2),
        type(2, 2),
        type(3, 5),
        type(1, 1, 3));
    LayerContract.checkJoint(
        TransformerDecoder.of(1, 3).withAttentionDropout(0.3),
        type(2, 2),
        type(3, 5),
        type(1, 1, 3));
    LayerContract.check(TransformerEncoder.of(2, 3).withAttentionDropout(0.3), 3, 4);
  }

  @Test
  void placesKeepTheContract() {
    LayerContract.check(new SinusoidalPositions(), 3, 4);
    LayerContract.check(LearnedPositions.of(5), 3, 2);
    LayerContract.check(new FeedForward(3, Activation.TANH, false), 2);
  }

  @Test
  void droppedWeightsKeepTheMeanAndAreOthersEveryTime() {
    var layer = MultiHeadAttention.of(2).withDropout(0.5);
    var network = build(layer, type(3, 4));
    var x = numbers(1, 2, 3, 4);
    var sure = network.predict(x);
    assertArrayEquals(
        build(MultiHeadAttention.of(2), type(3, 4)).apply(x).toDoubleArray(), sure.toDoubleArray());
    var first = network.apply(x);
    assertFalse(Arrays.equals(first.toDoubleArray(), network.apply(x).toDoubleArray()));
    assertArrayEquals(first.toDoubleArray(), build(layer, type(3, 4)).apply(x).toDoubleArray());
    var sum = Tensor.zeros(first.shape(), DType.F64);
    for (int i = 0; i < 500; i++) {
      sum = sum.add(Tape.withoutGradient(() -> network.apply(x)));
    }
    assertArrayEquals(sure.toDoubleArray(), sum.div(500).toDoubleArray(), 0.1);
  }

  @Test
  void droppedWeightsHaveTheSameBitsInPrograms() {
    var layer = TransformerEncoder.of(2, 8).withCausal().withAttentionDropout(0.3);
    var eager = layer.build(Shape.of(5, 4), 1);
    var compiled = layer.build(Shape.of(5, 4), 1);
    var x = RandomKey.of(2).normal(Shape.of(3, 5, 4), 0, 1, DType.F32);
    var program = Program.compile(1, given -> slopes(compiled, given.getFirst()));
    for (int step = 0; step < 3; step++) {
      var expected = slopes(eager, x);
      var found = program.run(x);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).toFloatArray(), found.get(i).toFloatArray());
      }
    }
  }

  private static List<Tensor> slopes(Network network, Tensor x) {
    var gradients = network.apply(x).tanh().sum().backward();
    return network.variables().values().stream()
        .filter(Variable::trainable)
        .map(gradients::of)
        .toList();
  }

  @Test
  void impossibleDropoutIsRefused() {
    var error =
        assertThrows(IllegalArgumentException.class, () -> MultiHeadAttention.of(2).withDropout(1));
    assertEquals(
        "MultiHeadAttention: dropout is 1.0; expected 0 or more and below 1", error.getMessage());
  }

  @Test
  void oneHeadIsAttentionOfProjections() {
    var network = build(MultiHeadAttention.of(1).withoutBias(), type(3, 2));
    // queries, keys and values are the input itself, and so is what comes out
    value(network, "weight", 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1);
    value(network, "outputWeight", 1, 0, 0, 1);
    var x = numbers(1, 2, 3, 2);
    var weights = x.matmul(x.transpose()).div(Math.sqrt(2)).softmax(-1);
    assertArrayEquals(weights.matmul(x).toDoubleArray(), network.apply(x).toDoubleArray(), 1e-14);
  }

  private static void value(Network network, String name, double... values) {
    var variable = Objects.requireNonNull(network.variables().get(name));
    variable.assign(Tensor.of(values, variable.shape()));
  }

  @Test
  void oneInputIsTheSameAsThreeEqualOnes() {
    var network = build(MultiHeadAttention.of(2), type(3, 4));
    var x = numbers(1, 2, 3, 4);
    assertArrayEquals(network.apply(x).toDoubleArray(), network.apply(x, x, x).toDoubleArray());
    assertArrayEquals(network.apply(x).toDoubleArray(), network.apply(x, x).toDoubleArray());
  }

  @Test
  void fillingChangesNothing() {
    var encoder = build(TransformerEncoder.of(2, 8), type(5, 4));
    var x = numbers(1, 1, 3, 4);
    var filled = Tensor.concatenate(1, x, numbers(2, 1, 2, 4));
    var real = Tensor.of(new boolean[] {true, true, true, false, false}, Shape.of(1, 5));
    var result = encoder.apply(filled, MultiHeadAttention.padding(real));
    assertArrayEquals(
        encoder.apply(x).toDoubleArray(), result.slice(1, 0, 3).toDoubleArray(), 1e-14);
  }

  @Test
  void aCausalBlockSeesNothingLater() {
    var block = build(TransformerEncoder.of(2, 8).withCausal(), type(5, 4));
    var x = numbers(1, 2, 5, 4);
    assertArrayEquals(
        block.apply(x.slice(1, 0, 3)).toDoubleArray(),
        block.apply(x).slice(1, 0, 3).toDoubleArray(),
        1e-14);
  }

  @Test
  void turnedScoresDependOnDistancesOnly() {
    var same = Tensor.ones(Shape.of(1, 6, 4), DType.F64);
    var turned = Rotary.turn(same);
    var scores = turned.matmul(turned.transpose());
    for (int place = 1; place < 5; place++) {
      assertEquals(scores.get(0, 0, 1), scores.get(0, place, place + 1), 1e-14);
    }
    assertEquals(4, scores.get(0, 3, 3), 1e-14);
  }

  @Test
  void wavesAreSinesAndCosines() {
    var network = build(new SinusoidalPositions(), type(2, 4));
    var waves = network.apply(Tensor.zeros(Shape.of(1, 3, 4), DType.F64)).select(1, 2);
    double[] expected = {Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)};
    assertArrayEquals(expected, waves.toDoubleArray(), 1e-14);
  }

  @Test
  void learnedPlacesAreAdded() {
    var layer = new LearnedPositions(3, Initializers.ones());
    var network = build(layer, type(2, 2));
    assertEquals(2, network.apply(Tensor.ones(Shape.of(1, 3, 2), DType.F64)).get(0, 2, 1));
    var longer = Tensor.ones(Shape.of(1, 4, 2), DType.F64);
    var thrown = assertThrows(ShapeException.class, () -> network.apply(longer));
    assertEquals(
        "LearnedPositions: knows 3 places in time, but the input has 4: [1, 4, 2]",
        thrown.getMessage());
  }

  @Test
  void wrongInputsAreNamed() {
    var heads =
        assertThrows(ShapeException.class, () -> build(MultiHeadAttention.of(3), type(5, 4)));
    assertEquals(
        "MultiHeadAttention: needs samples [time, size] with a size that 3 heads divide, got"
            + " [5, 4]",
        heads.getMessage());
    var odd =
        assertThrows(
            ShapeException.class, () -> build(MultiHeadAttention.of(2).withRotary(), type(5, 6)));
    assertEquals(
        "MultiHeadAttention: turns pairs of features, but a head has 3: 6 features, 2 heads",
        odd.getMessage());
    var network = build(Sequential.of(MultiHeadAttention.of(2)), type(5, 4));
    var thrown = assertThrows(ShapeException.class, () -> network.apply(numbers(1, 2, 5, 6)));
    assertEquals(
        "MultiHeadAttention \"0\": needs [batch, time, 4 features], for which the layer was built;"
            + " input is [2, 5, 6]",
        thrown.getMessage());
    var memory =
        assertThrows(
            IllegalArgumentException.class, () -> build(TransformerDecoder.of(2, 8), type(5, 4)));
    assertEquals(
        "TransformerDecoder: takes an input, a memory and perhaps a mask, got 1 tensors",
        memory.getMessage());
  }
}
