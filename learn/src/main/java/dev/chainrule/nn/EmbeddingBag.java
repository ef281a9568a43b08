package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A layer that replaces a bag of whole numbers, such as the words of a text, by one vector: the
/// sum, mean or largest elements of their learnt vectors, without regard to their order.
///
/// | | shape | values |
/// |---|---|---|
/// | input | `[batch, ..., numbers]` | whole numbers `0 .. count − 1` |
/// | weights, if given | as the input | a factor for each number; only for sums |
/// | output | `[batch, ..., size]` | |
/// | `weight` | `[count, size]` | as in [Embedding] |
///
/// Bags of different sizes stand one after the other, and offsets say where they begin:
///
/// | | shape | values |
/// |---|---|---|
/// | input | `[numbers]` | whole numbers `0 .. count − 1` |
/// | offsets | `[batch]` | places in the input that begin with 0 and do not decrease |
/// | weights, if given | `[numbers]` | a factor for each number; only for sums |
/// | output | `[batch, size]` | 0 for an empty bag |
///
/// The layer is [Joint]: offsets and weights may follow the input, in any order, as the ones are
/// whole numbers and the others not. Inputs for offsets have samples of no axis.
///
/// @param embedding the vectors
/// @param join how the vectors of a bag become one
public record EmbeddingBag(Embedding embedding, Join join) implements Layer {

  /// How the vectors of a bag become one.
  public enum Join {
    /// Their sum.
    SUM,
    /// Their mean.
    MEAN,
    /// The largest of each of their elements, at ties the first one.
    MAX
  }

  /// Returns the layer of means.
  public static EmbeddingBag of(int count, int size) {
    return new EmbeddingBag(Embedding.of(count, size), Join.MEAN);
  }

  /// Returns this layer with another way to join vectors.
  public EmbeddingBag joinedBy(Join other) {
    return new EmbeddingBag(embedding, other);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var given = site.inputTypes().stream().skip(1);
    if (site.input().rank() == 0 && given.allMatch(type -> type.dtype().floating())) {
      throw new ShapeException(
          site + ": needs an axis of numbers, or offsets of bags, but a sample is a single number");
    }
    return new Bags(site, this);
  }
}
