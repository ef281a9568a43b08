package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// Which size of gradients is meant.
public enum Norm {
  /// `Σ |g|`
  SUM,
  /// `√(Σ g²)`
  EUCLIDEAN,
  /// `max |g|`
  LARGEST;

  /// Keeps the divisor away from 0, as PyTorch does.
  private static final double TINY = 1e-6;

  private static final Fused SIZE =
      Fused.of("size", input(0).gt(0).select(input(0), input(0).neg()));

  private static final Fused ROOT = Fused.of("root", input(0).sqrt());

  /// `min(1, limit / (norm + tiny))`
  private static final Fused FACTOR = Fused.of("clippingFactor", factor());

  private static Expression factor() {
    var ratio = input(1).div(input(0).add(constant(TINY)));
    return constant(1).lt(ratio).select(constant(1), ratio);
  }

  /// Returns the norm of all gradients together, as a number in double precision: of each tensor
  /// first, then of those.
  public Tensor of(List<Tensor> gradients) {
    var each = gradients.stream().map(this::part);
    return switch (this) {
      case SUM -> each.reduce(Tensor::add).orElseThrow();
      case EUCLIDEAN -> ROOT.on(each.reduce(Tensor::add).orElseThrow());
      case LARGEST -> each.reduce(Formulas.LARGER::on).orElseThrow();
    };
  }

  private Tensor part(Tensor gradient) {
    var number =
        switch (this) {
          case SUM -> SIZE.on(gradient).sum();
          case EUCLIDEAN -> gradient.mul(gradient).sum();
          case LARGEST -> SIZE.on(gradient).max();
        };
    return number.to(DType.F64);
  }

  /// Returns what gradients of a norm are multiplied by so that it is at most `limit`.
  static Tensor factor(Tensor norm, double limit) {
    return FACTOR.on(norm, Tensor.scalar(limit, DType.F64));
  }
}
