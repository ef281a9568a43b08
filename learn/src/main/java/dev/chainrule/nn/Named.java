package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer under a name, which stands in the names of its variables in place of its number.
///
/// @param name one or more characters, none of them a dot
/// @param layer what is named
public record Named(String name, Layer layer) implements Layer {
  /// @throws IllegalArgumentException if the name is empty or has a dot
  public Named {
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "Layer: the name \"" + name + "\" must have characters, and none may be a dot");
    }
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    return layer.build(site);
  }

  @Override
  public String kind() {
    return layer.kind();
  }

  /// Returns the name of a layer if it has one, else the given one.
  static String of(Layer layer, String otherwise) {
    return layer instanceof Named named ? named.name : otherwise;
  }
}
