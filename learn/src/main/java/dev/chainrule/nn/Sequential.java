package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Layers one after the other: each takes the results of the one before.
///
/// Layers without a name are called by their number, from 0: the second layer's weight is
/// `1.weight`.
///
/// @param layers in order; none gives the function that changes nothing
public record Sequential(List<Layer> layers) implements Layer {
  public Sequential {
    layers = List.copyOf(layers);
  }

  /// Returns layers one after the other.
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var blocks = new ArrayList<Block>();
    var type = site.inputType();
    for (int i = 0; i < layers.size(); i++) {
      var block = site.build(String.valueOf(i), layers.get(i), type);
      blocks.add(block);
      type = block.output();
    }
    return new Chain(List.copyOf(blocks));
  }
}
