package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.op.BatchNormInference;
import dev.chainrule.op.Standardized;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/// A layer that gives every channel, the last axis, mean 0 and variance 1 over the batch, and then
/// scales and shifts it by learnt numbers.
///
/// `y = (x − mean) / √(variance + ε) · weight + bias`. In training, mean and variance are those of
/// the batch and of all other axes, and the running ones move towards them by `momentum`, with the
/// variance divided by n − 1. In use, the running ones are taken. A batch with one value for each
/// channel tells nothing of variances and leaves the running ones alone.
///
/// | | shape | initially |
/// |---|---|---|
/// | input, output | `[batch, ..., channels]` | |
/// | `weight`, `bias` | `[channels]` | ones, zeros |
/// | `mean`, `variance` | `[channels]`, not trained | zeros, ones |
/// | `batches` | `[]`, not trained | 0 |
///
/// **Source**: S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by
/// reducing internal covariate shift", ICML 2015.
///
/// @param momentum how far the running numbers move, from 0 to 1; empty for the mean over all
///   batches
/// @param epsilon added to the variance, at least 0
/// @param affine whether `weight` and `bias` are learnt
public record BatchNorm(OptionalDouble momentum, double epsilon, boolean affine) implements Layer {
  /// @throws IllegalArgumentException if a number is out of range
  public BatchNorm {
    double share = momentum.orElse(0);
    if (!(share >= 0 && share <= 1) || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "BatchNorm: momentum is %s and epsilon %s; expected 0 to 1, and 0 or more"
              .formatted(share, epsilon));
    }
  }

  /// Returns the layer with momentum 0.1 and ε = 10⁻⁵.
  public static BatchNorm standard() {
    return new BatchNorm(OptionalDouble.of(0.1), 1e-5, true);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() == 0) {
      throw new ShapeException(site + ": needs an axis of channels, but a sample is one number");
    }
    var shape = Shape.of(site.input().size(-1));
    var running =
        new Running(
            site.state("mean", Tensor.zeros(shape, site.dtype())),
            site.state("variance", Tensor.ones(shape, site.dtype())),
            site.state("batches", Tensor.scalar(0, DType.I64)));
    var affine = Affine.of(site, this.affine, shape);
    return x -> {
      LastAxis.require(site, x, shape.size(0));
      if (Mode.current() == Mode.INFERENCE) {
        return new BatchNormInference(epsilon)
            .on(affine.with(x, running.mean.value(), running.variance.value()));
      }
      var result = Operations.batchNorm(epsilon, affine.with(x));
      running.move(result, x.shape().elements() / shape.size(0), momentum);
      return result.values();
    };
  }

  /// The numbers that are used when nothing is trained.
  private record Running(Variable mean, Variable variance, Variable batches) {
    /// Moves towards the statistics of a batch with so many values for each channel.
    void move(Standardized batch, int count, OptionalDouble momentum) {
      if (count < 2) {
        return;
      }
      Tape.withoutGradient(() -> {
        var seen = batches.value().add(1);
        batches.assign(seen);
        double share = momentum.orElseGet(() -> 1 / seen.item());
        move(mean, batch.mean(), share);
        move(variance, batch.variance().mul(count / (count - 1.0)), share);
        return seen;
      });
    }

    private static void move(Variable variable, Tensor to, double share) {
      variable.assign(variable.value().mul(1 - share).add(to.mul(share)));
    }
  }
}
