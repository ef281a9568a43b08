package dev.chainrule.examples;

import static dev.chainrule.learn.Chainrule.adam;
import static dev.chainrule.learn.Chainrule.crossEntropy;
import static dev.chainrule.learn.Chainrule.dense;
import static dev.chainrule.learn.Chainrule.lstm;
import static dev.chainrule.learn.Chainrule.sequential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.data.Dataset;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Network;
import dev.chainrule.train.Run;
import dev.chainrule.train.Trainer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoopLstmTest {
  private static final int TIME = 7;
  private static final int FEATURES = 5;
  private static final int HIDDEN = 6;
  private static final int CLASSES = 4;

  private static Network network(Layer recurrent) {
    return sequential(recurrent, dense(CLASSES)).build(Shape.of(TIME, FEATURES), 1);
  }

  private static Variable variable(Network network, String name) {
    return Objects.requireNonNull(network.variables().get(name), name);
  }

  /// Returns a network with the layer and the values of one with the built-in layer.
  private static Network like(Network built) {
    var own = network(new LoopLstm(HIDDEN));
    for (var name : List.of("0.weight", "0.recurrent", "0.bias", "1.weight", "1.bias")) {
      variable(own, name).assign(variable(built, name).value());
    }
    return own;
  }

  private static Dataset data() {
    var key = RandomKey.of(3);
    var labels = key.child("labels").integers(Shape.of(24, TIME), 0, CLASSES).to(DType.I32);
    return Dataset.of(key.child("inputs").normal(Shape.of(24, TIME, FEATURES)), labels);
  }

  private static Trainer trainer(Network network) {
    return Trainer.of(network, crossEntropy(), adam(1e-2)).batch(4).epochs(2).seed(5);
  }

  private static double loss(Run run) {
    return run.history().last().orElseThrow().loss();
  }

  @Test
  void itComputesWhatTheBuiltInLayerDoes() {
    var built = network(lstm(HIDDEN));
    var own = like(built);
    var x = RandomKey.of(2).normal(Shape.of(3, TIME, FEATURES));
    assertArrayEquals(built.predict(x).toFloatArray(), own.predict(x).toFloatArray());
  }

  @Test
  void itsGradientsAreThoseOfTheBuiltInLayer() {
    var built = network(lstm(HIDDEN));
    var own = like(built);
    var all = data().batches(24).at(1, 0);
    var expected = crossEntropy(built.apply(all.input()), all.target()).backward();
    var found = crossEntropy(own.apply(all.input()), all.target()).backward();
    for (var name : own.variables().keySet()) {
      assertArrayEquals(
          expected.of(variable(built, name)).toFloatArray(),
          found.of(variable(own, name)).toFloatArray(),
          1e-6f, // one sum over all steps there, a sum of the steps' sums here
          name);
    }
  }

  @Test
  void itLearns() {
    var own = like(network(lstm(HIDDEN)));
    assertTrue(loss(trainer(own).epochs(20).fit(data())) < 0.8 * Math.log(CLASSES));
  }

  @Test
  void aCompiledStepHasTheBitsOfAnEagerOne() {
    var start = network(lstm(HIDDEN));
    var compiled = like(start);
    var eager = like(start);
    trainer(compiled).fit(data());
    trainer(eager).eager().fit(data());
    for (var name : compiled.variables().keySet()) {
      Tensor expected = variable(eager, name).value();
      assertArrayEquals(
          expected.toFloatArray(), variable(compiled, name).value().toFloatArray(), name);
    }
  }

  @Test
  void roundingFreelyMergesTheProductsOfAWeightsGradient() {
    var start = network(lstm(HIDDEN));
    var free = like(start);
    var eager = like(start);
    var trainer = trainer(free).epochs(1).roundingFreely();
    var listed = trainer.explain(data(), false);
    assertTrue(listed.contains("merge products 12 (rounds otherwise)"), listed);
    trainer.fit(data());
    trainer(eager).epochs(1).eager().fit(data());
    for (var name : free.variables().keySet()) {
      assertArrayEquals(
          variable(eager, name).value().toFloatArray(),
          variable(free, name).value().toFloatArray(),
          1e-4f, // Adam divides by the size of the gradient, also where that is all rounding
          name);
    }
  }
}
