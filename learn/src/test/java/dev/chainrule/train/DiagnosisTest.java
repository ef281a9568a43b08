package dev.chainrule.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.TrainingException;
import dev.chainrule.init.Initializers;
import dev.chainrule.loss.Losses;
import dev.chainrule.nn.Dense;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Sequential;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.optim.GradientTransform;
import dev.chainrule.optim.Sgd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
  private static TrainingException failure(Trainer trainer) {
    return assertThrows(TrainingException.class, () -> trainer.fit(Toys.line(4)));
  }

  @Test
  void aRateThatIsTooHighIsNamed() {
    var trainer =
        Trainer.of(Dense.of(1).named("last"), Losses.meanSquaredError(), Sgd.of(1e30))
            .batch(4)
            .epochs(9);
    var thrown = failure(trainer);
    assertEquals(
        "Trainer: loss became infinite at epoch 2, step 2: the first value that is not finite is"
            + " the loss itself; learning rate 1.0E30",
        thrown.getMessage());
    assertEquals(2, thrown.epoch());
    assertEquals(2, thrown.step());
  }

  @Test
  void theFirstLayerWhoseResultIsNotFiniteIsNamed() {
    Layer logarithm = site -> x -> x.mul(x).neg().log();
    var network = Sequential.of(Dense.of(3), logarithm, Dense.of(1));
    var thrown = failure(Trainer.of(network, Losses.meanSquaredError(), Sgd.of(0.1)));
    assertEquals(
        "Trainer: loss became NaN at epoch 1, step 1: the first value that is not finite is"
            + " the result of Layer \"1\" (12 of 12 elements); learning rate 0.1",
        thrown.getMessage());
    assertEquals(1, thrown.epoch());
    assertEquals(1, thrown.step());
  }

  @Test
  void aWeightThatStartsBrokenIsNamed() {
    var network = Dense.of(2).weights(Initializers.constant(Double.POSITIVE_INFINITY));
    var trainer =
        Trainer.of(Sequential.of(network, Dense.of(1)), Losses.meanSquaredError(), Sgd.of(0.1));
    assertTrue(failure(trainer).getMessage().contains("is \"0.weight\" (2 of 2 elements)"));
  }

  @Test
  void aGradientThatIsNotFiniteIsNamedBeforeTheWeightsItBroke() {
    GradientTransform scale = gradients -> gradients.map(g -> g.div(0));
    Layer root = site -> x -> Arithmetic.SQRT.on(x.sub(x.detach())).add(x);
    var network = Sequential.of(Dense.of(1), root);
    assertEquals(
        "Trainer: a weight is not finite at epoch 1, step 1: the first value that is not finite is"
            + " \"0.bias\" gradient (1 of 1 elements); learning rate 0.1",
        failure(Trainer.of(network, Losses.meanSquaredError(), Sgd.of(0.1))).getMessage());
    var scaled = Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0.1)).before(scale);
    assertEquals(
        "Trainer: a weight is not finite at epoch 1, step 1: the first value that is not finite is"
            + " \"weight\" (1 of 1 elements); learning rate 0.1",
        failure(scaled).getMessage());
  }

  @Test
  void brokenWeightsAreNeverWritten(@TempDir Path folder) {
    var file = folder.resolve("run.safetensors");
    GradientTransform broken = gradients -> gradients.map(g -> g.mul(Double.NaN));
    failure(
        Trainer.of(Dense.of(1), Losses.meanSquaredError(), Sgd.of(0.1))
            .before(broken)
            .checkpoint(file));
    assertFalse(Files.exists(file));
  }
}
