package dev.chainrule.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final Layer MLP =
      Sequential.of(Dense.of(4).named("hidden"), Activation.TANH, Dense.of(1));
  private static final Tensor BATCH = Tensor.of(new float[][] {{1, 2}, {3, -4}, {0.5f, 0}});

  /// A layer of one's own, as a record.
  private record Gated(int outputs) implements Layer {
    @Override
    public UnaryOperator<Tensor> build(Site site) {
      var value = site.build("value", Dense.of(outputs));
      var gate = site.build("gate", Dense.of(outputs));
      return x -> value.apply(x).mul(gate.apply(x).tanh());
    }
  }

  @Test
  void layersKeepTheContractTogether() {
    LayerContract.check(MLP, 2);
    LayerContract.check(new Residual(Sequential.of(Dense.of(3), Activation.TANH)), 3);
    LayerContract.check(Sequential.of(new Flatten(), new Reshape(Shape.of(3, 2))), 2, 3);
    LayerContract.check(Sequential.of(), 2);
    LayerContract.check(Activation.RELU, 6);
  }

  @Test
  void variablesAreNamedByTheirPlace() {
    var network = Sequential.of(MLP, new Residual(Dense.of(1))).build(Shape.of(2), 1);
    assertEquals(
        List.of(
            "0.hidden.weight",
            "0.hidden.bias",
            "0.2.weight",
            "0.2.bias",
            "1.inner.weight",
            "1.inner.bias"),
        List.copyOf(network.variables().keySet()));
    assertEquals(6, network.parameters().size());
  }

  @Test
  void aLayerOfOnesOwnIsARecordOrALambda() {
    Layer scaled =
        site -> {
          var factor = site.parameter("factor", Shape.of(), Initializers.constant(2));
          return x -> x.mul(factor.value());
        };
    var network = Sequential.of(new Gated(3), scaled).build(Shape.of(2), 1);
    assertEquals(Shape.of(3), network.output().shape());
    assertEquals(
        List.of("0.value.weight", "0.value.bias", "0.gate.weight", "0.gate.bias", "1.factor"),
        List.copyOf(network.variables().keySet()));
    var gradients = network.apply(BATCH).sum().backward();
    network.parameters().forEach(p -> assertTrue(gradients.find(p).isPresent()));
  }

  @Test
  void addingALayerChangesNoOtherLayersNumbers() {
    var small = Sequential.of(Dense.of(4)).build(Shape.of(2), 9);
    var large = Sequential.of(Dense.of(4), Dense.of(5)).build(Shape.of(2), 9);
    assertArrayEquals(values(small, "0.weight"), values(large, "0.weight"));
  }

  @Test
  void layersOfOneShapeHaveDifferentNumbers() {
    var network = Sequential.of(Dense.of(2), Dense.of(2)).build(Shape.of(2), 9);
    assertFalse(values(network, "0.weight")[0] == values(network, "1.weight")[0]);
  }

  private static float[] values(Network network, String name) {
    return Objects.requireNonNull(network.variables().get(name)).value().toFloatArray();
  }

  @Test
  void twoVariablesOfOneNameAreRefused() {
    Layer twice =
        site -> {
          site.parameter("w", Shape.of(), Initializers.zeros());
          site.parameter("w", Shape.of(), Initializers.zeros());
          return x -> x;
        };
    var thrown = assertThrows(IllegalArgumentException.class, () -> twice.build(Shape.of(1), 1));
    assertEquals(
        "Network: two variables are named \"w\"; names at one place must differ",
        thrown.getMessage());
  }

  @Test
  void aFunctionThatLosesTheBatchIsRefusedWhenBuilding() {
    Layer mean = site -> x -> x.mean();
    var thrown =
        assertThrows(ShapeException.class, () -> Sequential.of(mean).build(Shape.of(3), 1));
    assertEquals(
        "Layer \"0\": the first axis must count samples, 2 here, but the result is []",
        thrown.getMessage());
  }

  @Test
  void onlyEqualShapesCanBeAddedInAResidual() {
    var thrown =
        assertThrows(
            ShapeException.class,
            () -> Sequential.of(new Residual(Dense.of(2))).build(Shape.of(3), 1));
    assertEquals(
        "Residual \"0\": Dense \"0.inner\" turns [3] into [2]; only equal shapes can be added",
        thrown.getMessage());
  }

  @Test
  void anObserverSeesEveryBlockInnerOnesFirst() {
    var seen = new ArrayList<String>();
    MLP.build(Shape.of(2), 1).observe(BATCH, (block, result) -> seen.add(block.toString()));
    assertEquals(List.of("Dense \"hidden\"", "Tanh \"1\"", "Dense \"2\"", "Sequential"), seen);
  }

  @Test
  void theModeBelongsToTheRunningCode() {
    assertEquals(Mode.TRAINING, Mode.current());
    assertEquals(Mode.INFERENCE, Mode.INFERENCE.during(Mode::current));
    assertEquals(Mode.TRAINING, Mode.INFERENCE.during(() -> Mode.TRAINING.during(Mode::current)));
    assertEquals(Mode.TRAINING, Mode.current());
  }

  @Test
  void theTableShowsShapesAndSizes() {
    var lines = MLP.build(Shape.of(2), 1).toString().lines().toList();
    assertEquals("layer                       output               parameters", lines.get(0));
    assertEquals("hidden       Dense          [4]                          12", lines.get(1));
    assertEquals("all                         [1]                          17", lines.getLast());
  }

  @Test
  void aSavedNetworkPredictsTheSame(@TempDir Path folder) {
    var network = Sequential.of(MLP, BatchNorm.standard()).build(Shape.of(2), 5);
    network.apply(BATCH);
    var file = folder.resolve("model.safetensors");
    network.save(file);
    var loaded = Network.load(file);
    assertEquals(network.layer(), loaded.layer());
    assertArrayEquals(network.predict(BATCH).toFloatArray(), loaded.predict(BATCH).toFloatArray());
  }

  @Test
  void aNetworkOfOnesOwnLayersIsRestoredIntoOneBuiltInCode(@TempDir Path folder) {
    var file = folder.resolve("own.safetensors");
    var network = new Gated(2).build(Shape.of(2), 5);
    network.save(file);
    var thrown = assertThrows(FormatException.class, () -> Network.load(file));
    assertEquals(
        "network: "
            + file
            + " says nothing of layers; build the network in code and restore its variables",
        thrown.getMessage());
    var other = new Gated(2).build(Shape.of(2), 6);
    NetworkFile.restore(file, other);
    assertArrayEquals(network.predict(BATCH).toFloatArray(), other.predict(BATCH).toFloatArray());
  }

  @Test
  void aFileOfAnotherNetworkIsRefusedAndChangesNothing(@TempDir Path folder) {
    var file = folder.resolve("other.safetensors");
    Dense.of(3).build(Shape.of(2), 5).save(file);
    var network = Dense.of(4).build(Shape.of(2), 5);
    var before = values(network, "weight");
    var thrown = assertThrows(FormatException.class, () -> NetworkFile.restore(file, network));
    assertEquals(
        "network: " + file + ": \"weight\" is f32 [2, 3] there, but f32 [2, 4] here",
        thrown.getMessage());
    assertArrayEquals(before, values(network, "weight"));
  }

  @Test
  void theElementTypeIsThatOfTheBuild() {
    var network = MLP.build(BATCH.to(DType.F64).type().with(Shape.of(2)), DType.F64, 1);
    assertEquals(DType.F64, network.apply(BATCH.to(DType.F64)).dtype());
    assertEquals(
        List.of(DType.F64), network.parameters().stream().map(Variable::dtype).distinct().toList());
  }
}
