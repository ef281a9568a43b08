package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingPlanTest {
  @Test
  void mnistIsLearnedByConvolutionsInTwoEpochs() {
    var plan = plan("mnist");
    assertTrue(plan.network().toString().contains("Conv "), plan.network()::toString);
    assertTrue(
        plan.description()
            .getLast()
            .startsWith(
                "adam at 0.008, one-cycle, 2 epochs of 600 steps, batches of 100, seed 42,"),
        plan.description()::toString);
  }

  @Test
  void aNetworkOfOnesOwnIsTrainedAsUsual() {
    var plan = plan("mnist", "--layers", "dense 16 relu, dense 10", "--epochs", "3");
    assertEquals(784 * 16 + 16 + 16 * 10 + 10, elements(plan));
    assertTrue(
        plan.description()
            .getLast()
            .startsWith("adam at 0.001, cosine, 3 epochs of 469 steps, batches of 128,"),
        plan.description()::toString);
  }

  private static int elements(TrainingPlan plan) {
    return plan.network().parameters().stream()
        .mapToInt(parameter -> parameter.value().shape().elements())
        .sum();
  }

  private static TrainingPlan plan(String data, String... options) {
    var given = new TrainingOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("options", spec(given)))
        .parseArgs(options);
    return TrainingPlan.of(TrainingData.of(data, new DataOptions()), given, 42);
  }

  private static CommandLine.Model.CommandSpec spec(TrainingOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
