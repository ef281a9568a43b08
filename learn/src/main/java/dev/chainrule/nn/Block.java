package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/// A built layer at its place in a network: a function of batches.
public final class Block implements Joint {
  private static final ScopedValue<BiConsumer<Block, Tensor>> OBSERVER = ScopedValue.newInstance();

  private final String path;
  private final String kind;
  private final UnaryOperator<Tensor> function;
  private final TensorType output;
  private final Registry registry;
  private final String title;

  Block(Site site, UnaryOperator<Tensor> function, TensorType output) {
    this.path = site.path();
    this.kind = site.kind();
    this.function = function;
    this.output = output;
    this.registry = site.registry();
    this.title = title(path, kind);
  }

  /// Returns what results are called: `hidden`, and `sigmoid1` for the second of unnamed layers.
  private static String title(String path, String kind) {
    int dot = path.lastIndexOf('.') + 1;
    boolean numbered = dot < path.length() && Character.isDigit(path.charAt(dot));
    return numbered
        ? path.substring(0, dot) + kind.toLowerCase(Locale.ROOT) + path.substring(dot)
        : path;
  }

  /// Returns the result for a batch, in the current [Mode]. It goes by the layer's name in
  /// explanations, if nobody gave it another.
  ///
  /// @param more what the layer takes besides, such as a mask; see [Joint]
  /// @throws IllegalArgumentException if the layer takes one tensor and gets more
  @Override
  public Tensor apply(Tensor batch, Tensor... more) {
    var result = more.length == 0 ? function.apply(batch) : joint(more.length).apply(batch, more);
    var node = result.node();
    if (node != null && node.name().isEmpty() && !title.isEmpty()) {
      node.name(title);
    }
    if (OBSERVER.isBound()) {
      OBSERVER.get().accept(this, result);
    }
    return result;
  }

  private Joint joint(int more) {
    if (function instanceof Joint joint) {
      return joint;
    }
    throw new IllegalArgumentException("%s: takes one tensor, got %d".formatted(this, more + 1));
  }

  /// Runs code in which an observer sees every block's result, inner blocks first.
  static Tensor observed(BiConsumer<Block, Tensor> observer, UnaryOperator<Tensor> code, Tensor x) {
    return ScopedValue.where(OBSERVER, observer).call(() -> code.apply(x));
  }

  /// Returns the names from the network down to this block, with dots between: `3.hidden`.
  public String path() {
    return path;
  }

  /// Returns a variable of this layer.
  ///
  /// @param name as the layer calls it: `weight`
  /// @throws IllegalArgumentException if it has none of this name
  public Variable variable(String name) {
    var full = path.isEmpty() ? name : path + "." + name;
    var variable = registry.variables().get(full);
    if (variable == null) {
      throw new IllegalArgumentException(
          "%s: has no variable \"%s\"; the network has %s"
              .formatted(this, name, registry.variables().keySet()));
    }
    return variable;
  }

  /// Returns the variable `weight` of this layer.
  ///
  /// @throws IllegalArgumentException if it has none
  public Variable weight() {
    return variable("weight");
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
