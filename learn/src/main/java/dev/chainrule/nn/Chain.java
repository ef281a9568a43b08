package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/// Blocks applied one after the other.
record Chain(List<Block> blocks) implements UnaryOperator<Tensor> {
  @Override
  public Tensor apply(Tensor x) {
    var value = x;
    for (var block : blocks) {
      value = block.apply(value);
    }
    return value;
  }

  TensorType output(TensorType input) {
    return blocks.isEmpty() ? input : blocks.getLast().output();
  }
}
