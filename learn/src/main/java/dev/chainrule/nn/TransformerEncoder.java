package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A block of a transformer: attention of a sequence to itself, then a layer for each step by
/// itself; each adds to its input.
///
/// With the norm first, `h = x + attention(norm1(x))` and `y = h + feed(norm2(h))`; else `h =
/// norm1(x + attention(x))` and `y = norm2(h + feed(h))`. Input and output are `[batch, time,
/// size]`. A causal attention makes of it the block of a language model.
///
/// The layer is [Joint]: a mask of what may be seen, which broadcasts to `[batch, heads, time,
/// time]`, may follow the input. Its inner layers are called `attention`, `feed`, `norm1` and
/// `norm2` in the names of variables.
///
/// **Source**: A. Vaswani et al., "Attention is all you need", 2017, section 3.1; norm first: R.
/// Xiong et al., "On layer normalization in the transformer architecture", ICML 2020.
///
/// @param attention how steps look at each other
/// @param feed the layer for each step
/// @param norm of which there are two
/// @param normFirst whether what goes into a part is normalised, or what comes out of it
/// @param dropout the share of each part's results that is dropped in training
public record TransformerEncoder(
    MultiHeadAttention attention, Layer feed, Layer norm, boolean normFirst, double dropout)
    implements Layer {
  /// Returns the block with the norm first, layer normalisation and `gelu`.
  ///
  /// @param inner the size within the layer for each step
  public static TransformerEncoder of(int heads, int inner) {
    return new TransformerEncoder(
        MultiHeadAttention.of(heads),
        FeedForward.of(inner, Activation.GELU),
        LayerNorm.lastAxis(),
        true,
        0);
  }

  /// Returns this block with steps that see none after them.
  public TransformerEncoder withCausal() {
    return new TransformerEncoder(attention.withCausal(), feed, norm, normFirst, dropout);
  }

  /// Returns this block with the norm after each part.
  public TransformerEncoder withNormLast() {
    return new TransformerEncoder(attention, feed, norm, false, dropout);
  }

  /// Returns this block with elements of each part's results dropped in training.
  public TransformerEncoder withDropout(double rate) {
    return new TransformerEncoder(attention, feed, norm, normFirst, rate);
  }

  /// Returns this block with weights of attention dropped in training.
  public TransformerEncoder withAttentionDropout(double rate) {
    return new TransformerEncoder(attention.withDropout(rate), feed, norm, normFirst, dropout);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var type = site.inputType();
    var attend = site.build("attention", attention, type);
    var each = site.build("feed", feed, type);
    var parts = new Parts(site, norm, normFirst, dropout);
    var first = parts.next();
    var second = parts.next();
    return (Joint)
        (x, more) -> {
          var seen =
              first.add(
                  x, n -> more.length == 0 ? attend.apply(n) : attend.apply(n, n, n, more[0]));
          return second.add(seen, each);
        };
  }

  /// Makes the parts of a block, in order.
  static final class Parts {
    private final Site site;
    private final Layer norm;
    private final boolean normFirst;
    private final double dropout;
    private int made;

    Parts(Site site, Layer norm, boolean normFirst, double dropout) {
      this.site = site;
      this.norm = norm;
      this.normFirst = normFirst;
      this.dropout = dropout;
    }

    Part next() {
      made++;
      var type = site.inputType();
      return new Part(
          site.build("norm" + made, norm, type),
          site.build("dropout" + made, new Dropout(dropout), type),
          normFirst);
    }
  }

  /// A part of a block: what it makes of its input is added to that.
  record Part(Block norm, Block dropout, boolean normFirst) {
    Tensor add(Tensor x, UnaryOperator<Tensor> inner) {
      return normFirst
          ? x.add(dropout.apply(inner.apply(norm.apply(x))))
          : norm.apply(x.add(dropout.apply(inner.apply(x))));
    }
  }
}
