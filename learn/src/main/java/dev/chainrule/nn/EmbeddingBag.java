package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Ranked;
import java.util.function.UnaryOperator;

/// A layer that replaces a bag of whole numbers, such as the words of a text, by one vector: the
/// sum, mean or largest elements of their learnt vectors, without regard to their order.
///
/// | | shape | values |
/// |---|---|---|
/// | input | `[batch, ..., numbers]` | whole numbers `0 .. count − 1` |
/// | output | `[batch, ..., size]` | |
/// | `weight` | `[count, size]` | as in [Embedding] |
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
    if (site.input().rank() == 0) {
      throw new ShapeException(site + ": needs an axis of numbers, but a sample is a single one");
    }
    var vectors = embedding.build(site);
    return x -> {
      var all = vectors.apply(x);
      return switch (join) {
        case SUM -> all.sum(-2);
        case MEAN -> all.mean(-2);
        case MAX -> Ranked.max(all, -2).values();
      };
    };
  }
}
