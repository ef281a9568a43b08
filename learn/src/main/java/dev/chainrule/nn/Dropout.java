package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.RandomBernoulli;
import java.util.function.UnaryOperator;

/// A layer that sets random elements to 0 in training, and scales the others so that the mean
/// stays.
///
/// In training each element is 0 with probability `rate`, else `x / (1 − rate)`; in use nothing
/// happens. Which ones depends on the network's seed, the layer's place, and on how often it was
/// applied in training, which the variable `applied` counts.
///
/// **Source**: N. Srivastava et al., "Dropout: a simple way to prevent neural networks from
/// overfitting", JMLR 15 (2014).
///
/// @param rate the probability, at least 0 and below 1
public record Dropout(double rate) implements Layer {
  /// @throws IllegalArgumentException if `rate` is out of range
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "Dropout: rate is " + rate + "; expected 0 or more and below 1");
    }
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (rate == 0) {
      return UnaryOperator.identity();
    }
    var drops = new Drops(site);
    return x -> {
      if (Mode.current() == Mode.INFERENCE) {
        return x;
      }
      var kept = new RandomBernoulli(x.shape(), 1 - rate).on(drops.next());
      return Operations.dropout(x, rate, kept);
    };
  }
}
