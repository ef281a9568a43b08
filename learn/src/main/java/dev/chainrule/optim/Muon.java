package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.Fused;
import java.util.List;

/// Muon: steps for matrices, momentum with all singular values made about 1, so that rare
/// directions count as much as frequent ones.
///
/// `m ← m + (1 − μ)(g − m)`, `u = g + μ (m − g)`, or `u = m` without looking ahead; `w ← w − rate ·
/// √max(1, outputs/inputs) · orthogonal(u)`, where `orthogonal` makes five steps of a Newton–Schulz
/// iteration, `X ← a X + (b X Xᵀ + c (X Xᵀ)²) X` from `u / ‖u‖`. Kernels of convolutions count as
/// matrices of their last axis. The iteration runs in the parameters' precision.
///
/// Parameters with fewer than two axes, such as biases, follow another rule. Give embeddings and
/// the last layer to it too: see [#except].
///
/// It remembers `momentum` (m) of each parameter that follows it.
///
/// **Source**: K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024;
/// decay: J. Liu et al., "Muon is scalable for LLM training", 2025, section 2.2.
///
/// @param rate the learning rate, at least 0
/// @param momentum μ, the share of the mean that is kept, at least 0 and below 1
/// @param nesterov whether the step looks ahead
/// @param outputsFirst whether matrices are `[outputs, inputs]` instead of `[inputs, outputs]`
/// @param decay how parameters are drawn towards zero; decoupled
/// @param others the rule of parameters that are no matrices
public record Muon(
    double rate,
    double momentum,
    boolean nesterov,
    boolean outputsFirst,
    Decay decay,
    UpdateRule others)
    implements UpdateRule {
  private static final String MOMENTUM = "momentum";
  private static final int ITERATIONS = 5;

  // They make the slope at 0 steep: small singular values grow fast, and end near 1, not at it.
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  /// Keeps the divisor away from 0.
  private static final double TINY = 1e-7;

  /// `b · x + c · y`, of `x, y`
  private static final Fused EVEN = Fused.of("even", input(0).mul(B).add(input(1).mul(C)));

  /// `a · x + y`, of `x, y`
  private static final Fused ODD = Fused.of("odd", input(0).mul(A).add(input(1)));

  /// @throws IllegalArgumentException if a number is out of range
  public Muon {
    Hyper.atLeastZero("Muon", "rate", rate);
    Hyper.share("Muon", "momentum", momentum);
  }

  /// Returns Muon with momentum 0.95, looking ahead, decoupled decay of 0.1, and AdamW with the
  /// rate 3 · 10⁻⁴ for parameters that are no matrices.
  public static Muon of(double rate) {
    var decay = Decay.decoupled(0.1);
    return new Muon(rate, 0.95, true, false, decay, Adam.of(3e-4).decay(decay));
  }

  /// Returns this rule with another share of the mean that is kept.
  public Muon momentum(double share) {
    return new Muon(rate, share, nesterov, outputsFirst, decay, others);
  }

  /// Returns this rule with decay, which does not change that of the rule for other parameters.
  public Muon decay(Decay chosen) {
    return new Muon(rate, momentum, nesterov, outputsFirst, chosen, others);
  }

  /// Returns this rule with another one for parameters that are no matrices.
  public Muon others(UpdateRule rule) {
    return new Muon(rate, momentum, nesterov, outputsFirst, decay, rule);
  }

  @Override
  public UpdateRule of(Variable parameter) {
    return parameter.shape().rank() < 2 ? others.of(parameter) : this;
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.zeros(MOMENTUM));
  }

  @Override
  public Change at(Moment moment) {
    var share = moment.number(Moment.oneMinus(moment.momentum()));
    var ahead = moment.number(moment.momentum());
    return (weight, gradient, memory) -> {
      var mean = memory.set(MOMENTUM, Formulas.MEAN.on(memory.get(MOMENTUM), gradient, share));
      var direction = nesterov ? Formulas.MEAN.on(gradient, mean, ahead) : mean;
      var matrix = direction.reshape(-1, direction.shape().size(-1));
      var step = moment.number(moment.rate().mul(stretch(matrix)));
      var update = orthogonal(matrix).reshape(weight.shape().sizes());
      return Formulas.DESCENT.on(weight, update, step);
    };
  }

  private double stretch(Tensor matrix) {
    double rows = matrix.shape().size(0);
    double columns = matrix.shape().size(1);
    return Math.sqrt(Math.max(1, outputsFirst ? rows / columns : columns / rows));
  }

  /// Returns a matrix with the same singular vectors, and values between about 0.7 and 1.2.
  static Tensor orthogonal(Tensor matrix) {
    boolean tall = matrix.shape().size(0) > matrix.shape().size(1);
    var x = tall ? matrix.transpose() : matrix;
    var least = Tensor.scalar(TINY, x.dtype());
    x = x.div(x.mul(x).sum().sqrt().maximum(least));
    for (int i = 0; i < ITERATIONS; i++) {
      var square = x.matmul(x.transpose());
      x = ODD.on(x, EVEN.on(square, square.matmul(square)).matmul(x));
    }
    return tall ? x.transpose() : x;
  }
}
