package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The function of [MultiHeadAttention].
final class Attending implements Joint {
  private final Site site;
  private final MultiHeadAttention layer;
  private final int size;

  /// One variable for queries, keys and values, or one for each.
  private final List<Variable> weights;

  private final Optional<Variable> bias;
  private final Variable outputWeight;
  private final Optional<Variable> outputBias;
  private final Optional<Drops> drops;

  Attending(Site site, MultiHeadAttention layer, int size) {
    this.site = site;
    this.layer = layer;
    this.size = size;
    int keys = features(1);
    int values = features(2);
    weights =
        keys == size && values == size
            ? List.of(weight("weight", size, 3 * size))
            : List.of(
                weight("queryWeight", size, size),
                weight("keyWeight", keys, size),
                weight("valueWeight", values, size));
    bias = layer.bias() ? Optional.of(bias("bias", 3 * size)) : Optional.empty();
    outputWeight = weight("outputWeight", size, size);
    outputBias = layer.outputBias() ? Optional.of(bias("outputBias", size)) : Optional.empty();
    drops = layer.dropout() > 0 ? Optional.of(new Drops(site)) : Optional.empty();
  }

  /// Returns the features of keys or values for which the layer is built.
  private int features(int input) {
    var types = site.inputTypes();
    return types.get(Math.min(input, types.size() - 1)).shape().size(-1);
  }

  private Variable weight(String name, int from, int to) {
    return site.parameter(name, Shape.of(from, to), layer.weights());
  }

  private Variable bias(String name, int count) {
    return site.parameter(name, Shape.of(count), Initializers.zeros());
  }

  @Override
  public Tensor apply(Tensor x, Tensor... more) {
    if (more.length > 3) {
      throw new IllegalArgumentException(
          "%s: takes queries, keys, values and a mask, got %d tensors"
              .formatted(site, more.length + 1));
    }
    require(x, size);
    var projected = more.length == 0 ? together(x) : apart(x, more);
    var heads = new ArrayList<Tensor>();
    for (int i = 0; i < 3; i++) {
      var head = heads(projected.get(i));
      heads.add(layer.rotary() && i < 2 ? rotated(head) : head);
    }
    if (more.length == 3) {
      heads.add(more[2]);
    }
    var gathered =
        drops.isPresent() && Mode.current() == Mode.TRAINING
            ? Operations.attention(layer.causal(), heads, layer.dropout(), drops.get().next())
            : Operations.attention(layer.causal(), heads);
    var result =
        Dense.product(
            gathered.reshape(x.shape().size(0), x.shape().size(1), size), outputWeight.value());
    return outputBias.map(b -> result.add(b.value())).orElse(result);
  }

  private void require(Tensor x, int features) {
    if (x.shape().rank() != 3 || x.shape().size(2) != features) {
      throw new ShapeException(
          "%s: needs [batch, time, %d features], for which the layer was built; input is %s"
              .formatted(site, features, x.shape()));
    }
  }

  /// Returns queries, keys and values of one input, by one product if there is one weight.
  private List<Tensor> together(Tensor x) {
    if (weights.size() > 1) {
      return apart(x, x);
    }
    var product = Dense.product(x, weights.getFirst().value());
    var all = bias.map(b -> product.add(b.value())).orElse(product);
    return List.of(third(all, 0), third(all, 1), third(all, 2));
  }

  private List<Tensor> apart(Tensor x, Tensor... more) {
    var inputs = List.of(x, more[0], more[Math.min(1, more.length - 1)]);
    var projected = new ArrayList<Tensor>();
    for (int i = 0; i < 3; i++) {
      var weight =
          weights.size() > 1 ? weights.get(i).value() : third(weights.getFirst().value(), i);
      require(inputs.get(i), weight.shape().size(0));
      var product = Dense.product(inputs.get(i), weight);
      int part = i;
      projected.add(bias.map(b -> product.add(third(b.value(), part))).orElse(product));
    }
    return projected;
  }

  private Tensor third(Tensor x, int part) {
    return x.slice(x.shape().rank() - 1, part * size, (part + 1) * size);
  }

  /// Turns `[batch, time, heads · d]` into `[batch, time, heads, d]`.
  private Tensor heads(Tensor x) {
    int count = layer.heads();
    return x.reshape(x.shape().size(0), x.shape().size(1), count, size / count);
  }

  private static Tensor rotated(Tensor heads) {
    return Rotary.turn(heads.permute(0, 2, 1, 3)).permute(0, 2, 1, 3);
  }
}
