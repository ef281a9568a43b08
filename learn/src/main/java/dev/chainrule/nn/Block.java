package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/// A built layer at its place in a network: a function of batches.
public final class Block implements UnaryOperator<Tensor> {
  private static final ScopedValue<BiConsumer<Block, Tensor>> OBSERVER = ScopedValue.newInstance();

  private final String path;
  private final String kind;
  private final UnaryOperator<Tensor> function;
  private final TensorType output;

  Block(String path, String kind, UnaryOperator<Tensor> function, TensorType output) {
    this.path = path;
    this.kind = kind;
    this.function = function;
    this.output = output;
  }

  /// Returns the result for a batch, in the current [Mode].
  @Override
  public Tensor apply(Tensor batch) {
    var result = function.apply(batch);
    if (OBSERVER.isBound()) {
      OBSERVER.get().accept(this, result);
    }
    return result;
  }

  /// Runs code in which an observer sees every block's result, inner blocks first.
  static Tensor observed(BiConsumer<Block, Tensor> observer, UnaryOperator<Tensor> code, Tensor x) {
    return ScopedValue.where(OBSERVER, observer).call(() -> code.apply(x));
  }

  /// Returns the names from the network down to this block, with dots between: `3.hidden`.
  public String path() {
    return path;
  }

  /// Returns what the layer is: `Dense`.
  public String kind() {
    return kind;
  }

  /// Returns the type of one sample's result, without the axis that counts samples.
  public TensorType output() {
    return output;
  }

  @Override
  public String toString() {
    return path.isEmpty() ? kind : kind + " \"" + path + "\"";
  }
}
