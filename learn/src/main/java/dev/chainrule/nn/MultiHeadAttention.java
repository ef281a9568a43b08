package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import java.util.function.UnaryOperator;

/// A layer in which every step of a sequence looks at steps of the same or of another sequence, in
/// several ways (heads) at once.
///
/// For each head `y = softmax(q · kᵀ / √d) · v`, with queries, keys and values of `d = size /
/// heads` features that are projections of the inputs; the heads' results, side by side, are
/// projected once more.
///
/// | | shape | initially |
/// |---|---|---|
/// | queries | `[batch, time, size]` | |
/// | keys, values | `[batch, keys, features]`; the queries if they are not given | |
/// | mask, if given | broadcasts to `[batch, heads, time, keys]` | |
/// | output | `[batch, time, size]` | |
/// | `weight` | `[size, 3 · size]`, for queries, keys and values | Glorot uniform |
/// | `bias` | `[3 · size]` | zeros |
/// | `outputWeight` | `[size, size]` | Glorot uniform |
/// | `outputBias` | `[size]` | zeros |
///
/// The layer is [Joint] and takes queries alone; queries and a memory, which gives keys and values;
/// queries, keys and values; or these and a mask. A mask of truths says what may be seen, one of
/// numbers is added to the scores; [#padding] makes one. A layer that is built for keys or values
/// of another size than queries has `queryWeight`, `keyWeight` and `valueWeight` in place of
/// `weight`.
///
/// **Source**: A. Vaswani et al., "Attention is all you need", 2017, section 3.2.2; rotary places:
/// J. Su et al., "RoFormer", 2021.
///
/// @param heads how many, at least 1; they divide the size of queries
/// @param causal whether a step sees none after it
/// @param rotary whether queries and keys are turned by their places, so that scores depend on
///   distances
/// @param bias whether there is a `bias`
/// @param outputBias whether there is an `outputBias`
/// @param dropout the probability with which a step does not look at another one in training, at
///   least 0 and below 1
/// @param weights the initial values of all weights
public record MultiHeadAttention(
    int heads,
    boolean causal,
    boolean rotary,
    boolean bias,
    boolean outputBias,
    double dropout,
    Initializer weights)
    implements Layer {
  /// @throws IllegalArgumentException if `heads` is below 1, or `dropout` is out of range
  public MultiHeadAttention {
    if (heads < 1) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: heads is " + heads + "; expected 1 or more");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "MultiHeadAttention: dropout is " + dropout + "; expected 0 or more and below 1");
    }
  }

  /// Returns the layer in which every step sees all.
  public static MultiHeadAttention of(int heads) {
    return new MultiHeadAttention(heads, false, false, true, true, 0, Initializers.glorotUniform());
  }

  /// Returns this layer with steps that see none after them.
  public MultiHeadAttention withCausal() {
    return new MultiHeadAttention(heads, true, rotary, bias, outputBias, dropout, weights);
  }

  /// Returns this layer with queries and keys that are turned by their places.
  public MultiHeadAttention withRotary() {
    return new MultiHeadAttention(heads, causal, true, bias, outputBias, dropout, weights);
  }

  /// Returns this layer without biases.
  public MultiHeadAttention withoutBias() {
    return new MultiHeadAttention(heads, causal, rotary, false, false, dropout, weights);
  }

  /// Returns this layer with weights of steps that become 0 with a probability in training, while
  /// the others are scaled so that the mean stays, as in [Dropout]. The variable `applied` counts
  /// how often.
  public MultiHeadAttention withDropout(double rate) {
    return new MultiHeadAttention(heads, causal, rotary, bias, outputBias, rate, weights);
  }

  /// Returns a mask for sequences that were filled up.
  ///
  /// @param real truths `[batch, keys]`: which steps are no filling
  public static Tensor padding(Tensor real) {
    return real.reshape(real.shape().size(0), 1, 1, real.shape().size(1));
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int size = site.input().rank() == 2 ? site.input().size(1) : 0;
    if (size == 0 || size % heads != 0) {
      throw new ShapeException(
          "%s: needs samples [time, size] with a size that %d heads divide, got %s"
              .formatted(site, heads, site.input()));
    }
    if (rotary && size / heads % 2 != 0) {
      throw new ShapeException(
          "%s: turns pairs of features, but a head has %d: %d features, %d heads"
              .formatted(site, size / heads, size, heads));
    }
    return new Attending(site, this, size);
  }
}
