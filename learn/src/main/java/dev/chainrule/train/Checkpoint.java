package dev.chainrule.train;

import dev.chainrule.FormatException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.io.Json;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.io.Safetensors;
import dev.chainrule.nn.Snapshot;
import dev.chainrule.optim.WeightAverage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Everything that it takes to go on with a run later: one safetensors file, with the rest as JSON
/// in its metadata.
///
/// Tensors are `network/…` for parameters, running statistics and random counters, `optimizer/…`
/// for what the optimiser remembers, `average/…` for the parameters' mean, and `best/…` for the
/// best epoch's weights. The JSON text `training` is how far the run has come, what came of its
/// epochs, and what it was told.
///
/// Since it is one file, written next to the old one, forced to the disk and renamed over it, a
/// process killed at any moment leaves one whole checkpoint.
///
/// @param network the network's variables
/// @param optimizer the optimiser's variables
/// @param average the parameters' mean; nothing if none is kept
/// @param best the network's variables after the best epoch, if they are kept
/// @param training how far the run has come, and what it was told
record Checkpoint(
    Snapshot network,
    Snapshot optimizer,
    Snapshot average,
    Optional<Snapshot> best,
    Json training) {
  private static final String NETWORK = "network/";
  private static final String OPTIMIZER = "optimizer/";
  private static final String AVERAGE = "average/";
  private static final String BEST = "best/";
  private static final String TRAINING = "training";

  static Checkpoint of(Run run) {
    var training = new LinkedHashMap<String, Json>();
    training.put("told", Told.of(run));
    training.put("progress", ProgressJson.write(run.resumable()));
    return new Checkpoint(
        Snapshot.of(run.network().variables()),
        Snapshot.of(run.optimizer().variables()),
        Snapshot.of(average(run)),
        run.best,
        Json.of(training));
  }

  void write(Path file) {
    var tensors = new LinkedHashMap<String, Tensor>();
    network.values().forEach((name, tensor) -> tensors.put(NETWORK + name, tensor));
    optimizer.values().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    average.values().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    best.ifPresent(b -> b.values().forEach((name, tensor) -> tensors.put(BEST + name, tensor)));
    Safetensors.write(file, new NamedTensors(tensors, Map.of(TRAINING, training.toString())));
  }

  /// @throws FormatException if the file is no checkpoint
  static Checkpoint read(Path file) {
    var content = Safetensors.read(file);
    var text = content.metadata().get(TRAINING);
    if (text == null) {
      throw new FormatException(
          "checkpoint: %s is none: its metadata has no \"%s\"; it may be a model"
              .formatted(file, TRAINING));
    }
    var best = part(content, BEST);
    return new Checkpoint(
        part(content, NETWORK),
        part(content, OPTIMIZER),
        part(content, AVERAGE),
        best.values().isEmpty() ? Optional.empty() : Optional.of(best),
        Json.parse(text, file.toString()));
  }

  private static Snapshot part(NamedTensors content, String prefix) {
    var part = new LinkedHashMap<String, Tensor>();
    content
        .tensors()
        .forEach((name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return new Snapshot(part);
  }

  /// Puts a new run where the written one was. Everything is checked before anything changes.
  ///
  /// @throws IllegalArgumentException if the run was told other things than the written one
  /// @throws FormatException if something is missing or of another type
  void restore(Run run, Path file) {
    var where = "checkpoint: " + file;
    Told.requireSame(where, training.get("told"), Told.of(run));
    var progress = ProgressJson.read(training.get("progress"));
    var weights = run.network().variables();
    best.ifPresent(snapshot -> snapshot.requireFits(weights, where));
    network.requireFits(weights, where);
    average.requireFits(average(run), where);
    optimizer.restore(run.optimizer().variables(), where);
    average.restore(average(run), where);
    network.restore(weights, where);
    run.best = best;
    run.progress = progress;
  }

  private static Map<String, Variable> average(Run run) {
    return run.average().map(WeightAverage::variables).orElse(Map.of());
  }
}
