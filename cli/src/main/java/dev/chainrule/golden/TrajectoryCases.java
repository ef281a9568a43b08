package dev.chainrule.golden;

import dev.chainrule.Threads;
import dev.chainrule.Variable;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Network;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Cases about a whole training: some steps from given parameters, one given batch each. They are
/// made operation by operation, and again as programs on 1, 2 and 3 threads, which must end with
/// the same bits; L-BFGS is no program.
final class TrajectoryCases implements GoldenCheck.Kind {
  private static final int MOST_THREADS = 3;

  /// A training that is being made.
  interface Training {
    /// Makes a step, counted from 0.
    void step(int step);

    /// Returns all numbers that steps told.
    List<List<Double>> numbers();

    /// Returns what was trained.
    List<Network> networks();

    /// Compares what came of it with what the case tells.
    Outcome outcome();
  }

  @Override
  public Outcome run(GoldenCase golden) {
    var eager = made(golden, false);
    var outcome = eager.outcome();
    if (outcome instanceof Outcome.Failed) {
      return outcome;
    }
    int usual = Threads.count();
    try {
      for (int threads = 1; threads <= MOST_THREADS; threads++) {
        Threads.use(threads);
        if (!isTheSame(eager, made(golden, true))) {
          return new Outcome.Failed(
              "compiled: the bits on %d threads differ from those of eager steps"
                  .formatted(threads));
        }
      }
    } finally {
      Threads.use(usual);
    }
    return outcome;
  }

  private static Training made(GoldenCase golden, boolean compiled) {
    Training training = training(golden, compiled);
    IntStream.range(0, golden.entry().get("steps").asInt()).forEach(training::step);
    return training;
  }

  private static Training training(GoldenCase golden, boolean compiled) {
    if (golden.entry().find("gan").isPresent()) {
      return new GanTraining(golden, compiled);
    }
    return LbfgsCases.isMeant(golden.settings("optimizer"))
        ? new LbfgsTraining(golden)
        : new GoldenTraining(golden, compiled);
  }

  private static boolean isTheSame(Training eager, Training compiled) {
    return eager.numbers().equals(compiled.numbers()) && elements(eager).equals(elements(compiled));
  }

  private static List<List<Double>> elements(Training training) {
    return training.networks().stream()
        .flatMap(network -> network.variables().values().stream())
        .map(Variable::value)
        .map(value -> Arrays.stream(value.toDoubleArray()).boxed().toList())
        .toList();
  }

  @Override
  public String subject(Json entry) {
    return entry.get("model_id").asText();
  }
}
