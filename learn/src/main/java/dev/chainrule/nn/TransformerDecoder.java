package dev.chainrule.nn;

import dev.chainrule.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/// A block of a transformer that also looks at a memory: causal attention of a sequence to itself,
/// attention to the memory, then a layer for each step by itself; each adds to its input.
///
/// Norms are placed as in [TransformerEncoder]. Input and output are `[batch, time, size]`.
///
/// The layer is [Joint]: the memory `[batch, steps, features]` follows the input, and perhaps a
/// mask of what may be seen of it, which broadcasts to `[batch, heads, time, steps]`. It is built
/// for the types of input and memory. Its inner layers are called `attention`, `memory`, `feed`,
/// `norm1`, `norm2` and `norm3` in the names of variables.
///
/// **Source**: A. Vaswani et al., "Attention is all you need", 2017, section 3.1.
///
/// @param attention how steps look at those before them
/// @param memory how steps look at the memory
/// @param feed the layer for each step
/// @param norm of which there are three
/// @param normFirst whether what goes into a part is normalised, or what comes out of it
/// @param dropout the share of each part's results that is dropped in training
public record TransformerDecoder(
    MultiHeadAttention attention,
    MultiHeadAttention memory,
    Layer feed,
    Layer norm,
    boolean normFirst,
    double dropout)
    implements Layer {
  /// Returns the block with the norm first, layer normalisation and `gelu`.
  ///
  /// @param inner the size within the layer for each step
  public static TransformerDecoder of(int heads, int inner) {
    var attention = MultiHeadAttention.of(heads);
    var feed = FeedForward.of(inner, Activation.GELU);
    return new TransformerDecoder(
        attention.withCausal(), attention, feed, LayerNorm.lastAxis(), true, 0);
  }

  /// Returns this block with the norm after each part.
  public TransformerDecoder withNormLast() {
    return new TransformerDecoder(attention, memory, feed, norm, false, dropout);
  }

  /// Returns this block with elements of each part's results dropped in training.
  public TransformerDecoder withDropout(double rate) {
    return new TransformerDecoder(attention, memory, feed, norm, normFirst, rate);
  }

  /// Returns this block with weights of attention dropped in training.
  public TransformerDecoder withAttentionDropout(double rate) {
    return new TransformerDecoder(
        attention.withDropout(rate), memory.withDropout(rate), feed, norm, normFirst, dropout);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var type = site.inputType();
    var remembered = site.inputTypes().get(Math.min(1, site.inputTypes().size() - 1));
    var own = site.build("attention", attention, type);
    var other = site.build("memory", memory, List.of(type, remembered));
    var each = site.build("feed", feed, type);
    var parts = new TransformerEncoder.Parts(site, norm, normFirst, dropout);
    var first = parts.next();
    var second = parts.next();
    var third = parts.next();
    return (Joint)
        (x, more) -> {
          if (more.length < 1 || more.length > 2) {
            throw new IllegalArgumentException(
                "%s: takes an input, a memory and perhaps a mask, got %d tensors"
                    .formatted(site, more.length + 1));
          }
          var seen = first.add(x, own);
          var looked =
              second.add(
                  seen,
                  n ->
                      more.length == 1
                          ? other.apply(n, more[0])
                          : other.apply(n, more[0], more[0], more[1]));
          return third.add(looked, each);
        };
  }
}
