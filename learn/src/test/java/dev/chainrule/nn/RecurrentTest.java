package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentTest {
  private static final TensorType SEQUENCE = type(4, 3);

  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }

  private static Tensor numbers(int seed, int... sizes) {
    return RandomKey.of(seed).normal(Shape.of(sizes), 0, 1, DType.F32);
  }

  @Test
  void keepTheContract() {
    LayerContract.check(SimpleRnn.of(3), 4, 2);
    LayerContract.check(SimpleRnn.of(2).reversed().last(), 3, 2);
    LayerContract.check(Lstm.of(3), 4, 2);
    LayerContract.check(Lstm.of(2).states().reversed(), 3, 2);
    LayerContract.check(Lstm.of(3).projected(2), 4, 2);
    LayerContract.check(Lstm.of(2).projected(3).states().reversed(), 3, 2);
    LayerContract.check(Gru.of(3).last(), 4, 2);
    LayerContract.check(Gru.of(2).resetBefore().named("old"), 3, 2);
  }

  @Test
  void keepTheContractWithStatesAndMasks() {
    var mask = new TensorType(Shape.of(4), DType.BOOL);
    LayerContract.checkJoint(Lstm.of(2), SEQUENCE, type(4), mask);
    LayerContract.checkJoint(Lstm.of(3).projected(2), SEQUENCE, type(5), mask);
    LayerContract.checkJoint(Gru.of(2).last(), SEQUENCE, mask);
    LayerContract.checkJoint(Gru.of(2).resetBefore(), SEQUENCE, type(2), mask);
    LayerContract.checkJoint(SimpleRnn.of(2), SEQUENCE, type(2));
    LayerContract.checkJoint(new Bidirectional(Lstm.of(2)), SEQUENCE, mask, type(8));
    LayerContract.checkJoint(new Bidirectional(Lstm.of(3).projected(1)), SEQUENCE, mask, type(8));
    LayerContract.checkJoint(new RecurrentCell(Lstm.of(2)), type(3), type(4));
  }

  @Test
  void wrappersKeepTheContract() {
    LayerContract.check(new Bidirectional(Gru.of(2).last()), 3, 2);
    LayerContract.check(new TimeDistributed(Dense.of(2)), 3, 4);
    LayerContract.check(new RecurrentCell(Gru.of(3)), 2);
  }

  @Test
  void aMaskMakesASequenceShorter() {
    var x = numbers(1, 1, 5, 3);
    var mask = Tensor.of(new boolean[] {true, true, true, false, false}, Shape.of(1, 5));
    var layers =
        List.of(
            Lstm.of(4),
            Lstm.of(4).projected(3),
            Gru.of(4),
            Gru.of(4).resetBefore(),
            SimpleRnn.of(4).reversed());
    for (var layer : layers) {
      var network = layer.last().build(List.of(type(5, 3)), DType.F32, 1);
      assertArrayEquals(
          network.apply(x.slice(1, 0, 3)).toFloatArray(), network.apply(x, mask).toFloatArray());
    }
  }

  @Test
  void aCellInALoopIsTheLayer() {
    var layer = Lstm.of(4);
    var whole = layer.states().build(Shape.of(5, 3), 1);
    var cell = new RecurrentCell(layer).build(Shape.of(3), 1);
    new Snapshot(Snapshot.of(whole.variables()).values()).restore(cell.variables(), "test");
    var x = numbers(1, 2, 5, 3);
    var states = whole.apply(x);
    var state = cell.apply(x.select(1, 0));
    for (int step = 1; step < 5; step++) {
      state = cell.apply(x.select(1, step), state);
    }
    assertArrayEquals(states.select(1, 4).toFloatArray(), state.toFloatArray());
  }

  @Test
  void bothDirectionsStandSideBySide() {
    var both = new Bidirectional(SimpleRnn.of(2)).build(Shape.of(4, 3), 1);
    var x = numbers(1, 2, 4, 3);
    assertEquals(Shape.of(2, 4, 4), both.apply(x).shape());
    var forward = both.variables();
    for (var name : List.of("weight", "recurrent")) {
      value(both, "backward." + name).assign(value(both, "forward." + name).value());
    }
    assertTrue(forward.containsKey("backward.bias"));
    var turned = both.apply(x.flip(1));
    var result = both.apply(x);
    assertArrayEquals(
        result.slice(2, 0, 2).toFloatArray(), turned.slice(2, 2, 4).flip(1).toFloatArray());
  }

  @Test
  void anLstmRemembersAtFirst() {
    var bias = value(Lstm.of(2).build(Shape.of(4, 3), 1), "bias").value();
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 0, 0}, bias.toFloatArray());
  }

  @Test
  void aProjectionShowsLessThanTheCellsHold() {
    var layer = Lstm.of(4).projected(2);
    var plain = Lstm.of(4).build(Shape.of(1, 3), 1);
    var network = layer.build(Shape.of(1, 3), 1);
    var x = numbers(1, 2, 1, 3);
    var shown = plain.apply(x).matmul(value(network, "projection").value());
    assertArrayEquals(shown.toFloatArray(), network.apply(x).toFloatArray(), 1e-6f);
    assertEquals(Shape.of(2, 16), value(network, "recurrent").shape());
    assertEquals(Shape.of(2, 1, 6), layer.states().build(Shape.of(1, 3), 1).apply(x).shape());
    var continued = layer.stateful(2).build(Shape.of(1, 3), 1);
    continued.apply(x);
    assertEquals(Shape.of(2, 6), value(continued, "state").shape());
  }

  @Test
  void aStatefulLayerContinuesWhereTheBatchBeforeEnded() {
    var x = numbers(1, 2, 6, 3);
    var plain = Gru.of(4).build(Shape.of(6, 3), 1);
    var stateful = Gru.of(4).stateful(2).build(Shape.of(3, 3), 1);
    stateful.apply(x.slice(1, 0, 3));
    var second = stateful.apply(x.slice(1, 3, 6));
    assertArrayEquals(plain.apply(x).slice(1, 3, 6).toFloatArray(), second.toFloatArray());
    assertArrayEquals(
        second.select(1, 2).toFloatArray(), value(stateful, "state").value().toFloatArray());
    assertArrayEquals(
        plain.predict(x.slice(1, 0, 3)).toFloatArray(),
        stateful.predict(x.slice(1, 0, 3)).toFloatArray());
    var thrown = assertThrows(ShapeException.class, () -> stateful.apply(numbers(1, 5, 3, 3)));
    assertEquals("Gru: remembers 2 samples, but the batch has 5: [5, 3, 3]", thrown.getMessage());
  }

  @Test
  void gradientsEndAfterAPart() {
    var x = numbers(1, 1, 6, 3).tracked();
    for (var layer : List.of(Lstm.of(4).truncated(2), Lstm.of(4).truncated(2).reversed())) {
      var whole =
          Lstm.of(4)
              .unrolling(
                  layer.unrolling().reverse() ? Unrolling.PLAIN.reversed() : Unrolling.PLAIN);
      assertArrayEquals(
          whole.build(Shape.of(6, 3), 1).apply(x).toFloatArray(),
          layer.build(Shape.of(6, 3), 1).apply(x).toFloatArray());
      var result = layer.last().build(Shape.of(6, 3), 1).apply(x);
      var sizes = result.sum().backward().of(x).abs().sum(0, 2).toFloatArray();
      boolean reverse = layer.unrolling().reverse();
      for (int step = 0; step < 6; step++) {
        boolean near = reverse ? step < 2 : step >= 4;
        assertEquals(near, sizes[step] > 0, "step " + step);
      }
    }
  }

  @Test
  void aNetworkOfSeveralInputsCanBeSaved(@TempDir Path folder) {
    var inputs = List.of(SEQUENCE, new TensorType(Shape.of(4), DType.BOOL));
    var network = Lstm.of(3).last().build(inputs, DType.F32, 1);
    var file = folder.resolve("lstm.safetensors");
    network.save(file);
    var loaded = Network.load(file);
    assertEquals(inputs, loaded.inputs());
    var x = numbers(1, 2, 4, 3);
    var mask = RandomKey.of(2).bernoulli(Shape.of(2, 4), 0.5);
    assertArrayEquals(
        network.predict(x, mask).toFloatArray(), loaded.predict(x, mask).toFloatArray());
  }

  @Test
  void wrongInputsAreNamed() {
    var network = Sequential.of(Lstm.of(3)).build(Shape.of(4, 2), 1);
    var features = assertThrows(ShapeException.class, () -> network.apply(numbers(1, 5, 4, 3)));
    assertEquals(
        "Lstm \"0\": needs [batch, time, 2 features], for which the layer was built; input is"
            + " [5, 4, 3]",
        features.getMessage());
    var rank = assertThrows(ShapeException.class, () -> Gru.of(3).build(Shape.of(4), 1));
    assertEquals("Gru: needs samples of the axes [time, features], got [4]", rank.getMessage());
    var joint = Gru.of(3).build(Shape.of(4, 2), 1);
    var state = numbers(1, 5, 3);
    var twice =
        assertThrows(
            IllegalArgumentException.class, () -> joint.apply(numbers(1, 5, 4, 2), state, state));
    assertEquals(
        "Gru: takes an input, an initial state of numbers and a mask of truths, got two of numbers",
        twice.getMessage());
    var hidden = assertThrows(IllegalArgumentException.class, () -> Lstm.of(0));
    assertEquals("Lstm: hidden is 0; expected 1 or more", hidden.getMessage());
    var projected = assertThrows(IllegalArgumentException.class, () -> Lstm.of(2).projected(0));
    assertEquals("Lstm: projected is 0; expected 1 or more", projected.getMessage());
    var single = Dense.of(2).build(Shape.of(3), 1);
    var more =
        assertThrows(IllegalArgumentException.class, () -> single.apply(numbers(1, 2, 3), state));
    assertEquals("Dense: takes one tensor, got 2", more.getMessage());
  }

  private static dev.chainrule.Variable value(Network network, String name) {
    return Objects.requireNonNull(network.variables().get(name));
  }
}
