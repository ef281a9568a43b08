package dev.chainrule.nn;

import dev.chainrule.DTypeException;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// A layer that replaces whole numbers, such as words, by learnt vectors.
///
/// `y = weight[x]`
///
/// | | shape | values |
/// |---|---|---|
/// | input | `[batch, ...]` | whole numbers `0 .. count − 1` |
/// | output | `[batch, ..., size]` | |
/// | `weight` | `[count, size]` | initially normal, mean 0 and deviation 1 |
///
/// @param count how many different numbers there are, at least 1
/// @param size the length of a vector, at least 1
/// @param weights the vectors' initial values
/// @param padding the number whose vector starts at 0 and is not trained, if there is one
public record Embedding(int count, int size, Initializer weights, OptionalInt padding)
    implements Layer {
  /// @throws IllegalArgumentException if a size is below 1, or the padding is no number of the
  ///   table
  public Embedding {
    if (count < 1 || size < 1) {
      throw new IllegalArgumentException(
          "Embedding: count is %d and size %d; expected 1 or more".formatted(count, size));
    }
    if (padding.isPresent() && (padding.getAsInt() < 0 || padding.getAsInt() >= count)) {
      throw new IllegalArgumentException(
          "Embedding: padding is %d; expected 0..%d".formatted(padding.getAsInt(), count - 1));
    }
  }

  /// Returns the layer with normal initial values.
  public static Embedding of(int count, int size) {
    return new Embedding(count, size, Initializers.normal(0, 1), OptionalInt.empty());
  }

  /// Returns this layer with a number that stands for nothing: its vector is 0 and stays so.
  public Embedding padding(int number) {
    return new Embedding(count, size, weights, OptionalInt.of(number));
  }

  /// Returns this layer with other initial values.
  public Embedding weights(Initializer initial) {
    return new Embedding(count, size, initial, padding);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var weight = weight(site);
    int untrained = padding.orElse(-1);
    return x -> Operations.embedding(weight.value(), x, untrained);
  }

  /// Returns the vectors for a layer of whole numbers.
  Variable weight(Site site) {
    if (site.inputType().dtype().floating()) {
      throw new DTypeException(
          "%s: takes whole numbers, but its inputs are %s; the data may need to(DType.I32)"
              .formatted(site, site.inputType().dtype()));
    }
    return site.parameter("weight", Shape.of(count, size), this::initial);
  }

  private Tensor initial(TensorType type, RandomKey key) {
    var values = weights.create(type, key);
    if (padding.isEmpty()) {
      return values;
    }
    double[] elements = values.toDoubleArray();
    int from = padding.getAsInt() * size;
    Arrays.fill(elements, from, from + size, 0);
    return Tensor.of(elements, type.shape()).to(type.dtype());
  }
}
