package dev.chainrule.train;

import dev.chainrule.Tensor;
import dev.chainrule.data.Batch;
import dev.chainrule.data.Batches;
import dev.chainrule.data.Dataset;
import dev.chainrule.nn.Network;
import dev.chainrule.program.Program;

/// A network's results for data sets that it is judged by, batch by batch: those of large ones as a
/// program, with the same bits.
final class Prediction {
  /// How many samples are predicted at once; results do not depend on it.
  private static final int BATCH = 256;

  /// Samples from which on a program is worth its tracing.
  private static final int LARGE = 4 * BATCH;

  private final Network network;
  private final boolean eager;
  private final Program<Tensor> program;

  /// @param eager whether the network cannot be compiled
  Prediction(Network network, boolean eager) {
    this.network = network;
    this.eager = eager;
    program = Program.compile((Tensor input) -> network.predict(input));
  }

  static Batches batches(Dataset data) {
    return data.batches(BATCH);
  }

  /// Returns the results for one of the batches of a data set.
  Tensor of(Batch batch, Dataset data) {
    boolean compiled = !eager && data.size() >= LARGE && batch.size() == BATCH;
    return compiled ? program.run(batch.input()) : network.predict(batch.input());
  }
}
