package dev.chainrule.benchmarks;

import ai.djl.nn.Block;
import dev.chainrule.data.Batch;
import dev.chainrule.loss.Loss;
import dev.chainrule.nn.Layer;
import dev.chainrule.optim.UpdateRule;
import java.util.function.Function;

/// A network that Chainrule and DJL train alike: on the same batch, from the same initial values,
/// by the same rule.
///
/// @param name as arguments and tables call it
/// @param title what it is
/// @param data the batch of every step
/// @param network as Chainrule builds it; its initial values are those of both
/// @param peer as DJL builds it, from blocks that hold those values
record Workload(
    String name,
    String title,
    Batch data,
    Layer network,
    Function<DjlBlocks, Block> peer,
    Loss loss,
    UpdateRule rule) {
  @Override
  public String toString() {
    return name + ": " + title;
  }
}
