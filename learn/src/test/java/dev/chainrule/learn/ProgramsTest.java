package dev.chainrule.learn;

import static dev.chainrule.learn.Chainrule.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.train.Trainer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Programs as users write them: they must read like this.
class ProgramsTest {
  private static final Dataset XOR =
      Dataset.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new int[] {0, 1, 1, 0});

  @Test
  void aNetworkIsTrainedAndEvaluatedInThreeLines() {
    var network = sequential(flatten(), dense(8), tanh(), dense(2));
    var run = Trainer.of(network, crossEntropy(), adam(0.05)).epochs(60).batch(4).seed(42).fit(XOR);
    assertTrue(run.evaluate(XOR, accuracy()).value() == 1, run.history().toString());
  }

  @Test
  void aLoopOfOnesOwnIsPlainJava() {
    var network = sequential(dense(16), tanh(), dense(1)).build(Shape.of(2), 1);
    var optimizer = sgd(0.1).momentum(0.9).over(network.parameters());
    var batches = XOR.batches(4);
    double first = 0;
    double last = 0;
    for (int epoch = 1; epoch <= 200; epoch++) {
      for (var batch : batches.epoch(epoch)) {
        var loss = meanSquaredError(network.apply(batch.input()), batch.target());
        optimizer.step(loss.backward());
        first = epoch == 1 ? loss.item() : first;
        last = loss.item();
      }
    }
    assertTrue(last < 0.1 * first, "from " + first + " to " + last);
  }

  @Test
  void derivativesOfAnyFunction() {
    UnaryOperator<Tensor> f = x -> x.mul(x).mul(x).sum();
    var x = Tensor.of(1f, 2f);
    var direction = Tensor.of(1f, 10f);
    assertArrayEquals(new float[] {3, 12}, gradient(f).at(x).toFloatArray());
    assertArrayEquals(new float[] {6, 0, 0, 12}, hessian(f).at(x).toFloatArray());
    assertArrayEquals(new float[] {123}, jvp(f, x, direction).toFloatArray());
    assertArrayEquals(new float[] {6, 24}, vjp(f, x, Tensor.scalar(2)).toFloatArray());
  }

  @Test
  void aNetworkWithEverything() {
    var network =
        sequential(
            dense(12).named("hidden"),
            layerNorm(),
            gelu(),
            residual(dense(12).withoutBias(), relu(), dropout(0.1)),
            function(x -> x.mul(0.5)),
            dense(2));
    var run =
        Trainer.of(network, crossEntropy().smoothing(0.05), adamW(0.02))
            .epochs(60)
            .batch(4)
            .schedule(warmUp(0.1, 10).then(10, cosine(50)))
            .before(clipByGlobalNorm(1))
            .metric(accuracy())
            .fit(XOR);
    var epochs = run.history().epochs();
    assertTrue(epochs.getLast().loss() < 0.6 * epochs.getFirst().loss(), run.history().toString());
  }
}
