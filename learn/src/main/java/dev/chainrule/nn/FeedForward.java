package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/// Two dense layers with a function between them, the second of which returns to the input's size:
/// the part of a transformer that works on each step by itself.
///
/// The layers are called `widen`, `activation` and `narrow` in the names of variables.
///
/// @param inner the size between the layers, at least 1
/// @param activation the function between them
/// @param bias whether the layers have biases
public record FeedForward(int inner, Layer activation, boolean bias) implements Layer {
  /// @throws IllegalArgumentException if `inner` is below 1
  public FeedForward {
    if (inner < 1) {
      throw new IllegalArgumentException("FeedForward: inner is " + inner + "; expected 1 or more");
    }
  }

  /// Returns the layer with biases.
  public static FeedForward of(int inner, Layer activation) {
    return new FeedForward(inner, activation, true);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() == 0) {
      throw new ShapeException(
          site + ": needs an axis of features, but a sample is a single number");
    }
    var widen = site.build("widen", dense(inner));
    var between = site.build("activation", activation, widen.output());
    var narrow = site.build("narrow", dense(site.input().size(-1)), between.output());
    return new Chain(List.of(widen, between, narrow));
  }

  private Dense dense(int outputs) {
    return bias ? Dense.of(outputs) : Dense.of(outputs).withoutBias();
  }
}
