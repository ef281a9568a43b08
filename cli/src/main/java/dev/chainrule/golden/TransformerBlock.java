package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Site;
import dev.chainrule.op.MaskedFill;
import dev.chainrule.op.Permute;
import dev.chainrule.op.Slice;
import dev.chainrule.op.Triangle;
import java.util.List;
import java.util.function.UnaryOperator;

/// The transformer block of the cases' models, written with the catalogue's operations: attention,
/// then two dense layers, each added to its input and normalised.
///
/// @param heads into which the features are split for attention
/// @param normFirst whether the inputs of a part are normalised, or its results with what they are
///   added to
/// @param causal whether a place sees only those before it and itself
/// @param parts its layers
record TransformerBlock(int heads, boolean normFirst, boolean causal, Parts parts)
    implements Layer {
  /// The layers that a block is made of.
  ///
  /// @param query makes queries, keys and values, side by side
  /// @param project turns what attention gathered into features
  record Parts(
      Layer norm1,
      Layer norm2,
      Layer query,
      Layer project,
      Layer widen,
      Layer activation,
      Layer narrow) {}

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var norm1 = site.build("n1", parts.norm1);
    var norm2 = site.build("n2", parts.norm2);
    var query = site.build("qkv", parts.query);
    var project = site.build("proj", parts.project);
    var widen = site.build("fc1", parts.widen);
    var activation = site.build("act", parts.activation, widen.output());
    var narrow = site.build("fc2", parts.narrow, widen.output());
    UnaryOperator<Tensor> attend = x -> project.apply(attention(query.apply(x)));
    UnaryOperator<Tensor> feed = x -> narrow.apply(activation.apply(widen.apply(x)));
    if (normFirst) {
      return x -> {
        Tensor seen = x.add(attend.apply(norm1.apply(x)));
        return seen.add(feed.apply(norm2.apply(seen)));
      };
    }
    return x -> {
      Tensor seen = norm1.apply(x.add(attend.apply(x)));
      return norm2.apply(seen.add(feed.apply(seen)));
    };
  }

  /// Returns `softmax(q kᵀ / √size) v` for each head, the heads side by side.
  private Tensor attention(Tensor all) {
    int size = all.shape().size(-1) / 3;
    List<Tensor> thirds = Slice.split(all, 2, size, size, size);
    Tensor q = split(thirds.get(0));
    Tensor k = split(thirds.get(1));
    Tensor v = split(thirds.get(2));
    Tensor scores = q.matmul(k.transpose()).div(Math.sqrt((double) size / heads));
    Tensor seen = causal ? masked(scores) : scores;
    Tensor gathered = Permute.swap(seen.softmax(-1).matmul(v), 1, 2);
    return gathered.reshape(all.shape().size(0), all.shape().size(1), size);
  }

  /// Turns `[batch, time, heads · size]` into `[batch, heads, time, size]`.
  private Tensor split(Tensor x) {
    Shape shape = x.shape();
    Tensor parts = x.reshape(shape.size(0), shape.size(1), heads, shape.size(2) / heads);
    return Permute.swap(parts, 1, 2);
  }

  private static Tensor masked(Tensor scores) {
    int time = scores.shape().size(-1);
    Tensor later = Triangle.upper(Tensor.ones(Shape.of(time, time), DType.F32), 1);
    return MaskedFill.of(scores, later.to(DType.BOOL), Double.NEGATIVE_INFINITY);
  }
}
