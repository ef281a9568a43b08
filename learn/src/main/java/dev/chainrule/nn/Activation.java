package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import dev.chainrule.op.Elementwise;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Layers that apply a function of one number to every element, without anything to choose.
///
/// Formulas, sources and derivatives at kinks stand in [Activations].
public enum Activation implements Layer {
  /// `max(x, 0)`
  RELU(Activations.RELU),
  /// `min(max(x, 0), 6)`
  RELU6(Activations.RELU6),
  /// `1 / (1 + exp(−x))`
  SIGMOID(Activations.SIGMOID),
  /// `ln sigmoid(x)`
  LOG_SIGMOID(Activations.LOG_SIGMOID),
  /// The hyperbolic tangent.
  TANH(Tensor::tanh),
  /// `x − tanh(x)`
  TANH_SHRINK(Activations.TANH_SHRINK),
  /// `ln(1 + exp(x))`
  SOFTPLUS(Activations.SOFTPLUS),
  /// `x / (1 + |x|)`
  SOFTSIGN(Activations.SOFTSIGN),
  /// Scaled exponential, with which means 0 and variances 1 reproduce themselves.
  SELU(Activations.SELU),
  /// `x · sigmoid(x)`, also called swish.
  SILU(Activations.SILU),
  /// `x · tanh(softplus(x))`
  MISH(Activations.MISH),
  /// `x · Φ(x)` with the normal distribution's Φ.
  GELU(Activations.GELU),
  /// The same by an approximation with tanh.
  GELU_TANH(Activations.GELU_TANH),
  /// `min(max(x/6 + ½, 0), 1)`
  HARD_SIGMOID(Activations.HARD_SIGMOID),
  /// `x · hardSigmoid(x)`
  HARD_SWISH(Activations.HARD_SWISH),
  /// `exp(x) / Σ exp(x)` along the last axis.
  SOFTMAX((Tensor x) -> x.softmax(-1)),
  /// `ln softmax(x)` along the last axis.
  LOG_SOFTMAX((Tensor x) -> x.logSoftmax(-1));

  private final UnaryOperator<Tensor> function;

  Activation(UnaryOperator<Tensor> function) {
    this.function = function;
  }

  Activation(Elementwise function) {
    this((Tensor x) -> function.on(x));
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    return function;
  }

  /// Returns the name in words: `LogSigmoid`.
  @Override
  public String kind() {
    var kind = new StringBuilder();
    for (var word : name().split("_", -1)) {
      kind.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return kind.toString();
  }
}
