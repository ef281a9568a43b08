package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.scalar.Expression;
import java.util.Optional;
import java.util.function.Supplier;

/// A tensor with the mean and the size that bring it to one scale: `x̂ = (x − m) / s`.
///
/// `x̂` itself is never stored: whatever needs it computes it again from `x`, which is read anyway.
/// So memory is read twice for the mean and the size, once for the result, twice for the sums of
/// the gradient and once for the gradient.
final class Scale {
  private static final Expression HAT = input(0).sub(input(1)).div(input(2));
  private static final Fused SQUARED =
      Fused.of("squaredDeviation", input(0).sub(input(1)).mul(input(0).sub(input(1))));

  private static final Fused[] VALUES = {
    Fused.of("standardized", HAT),
    Fused.of("weightedStandardized", HAT.mul(input(3))),
    Fused.of("shiftedStandardized", HAT.mul(input(3)).add(input(4)))
  };
  private static final Fused PRODUCT = Fused.of("standardizedProduct", input(3).mul(HAT));
  private static final Fused WEIGHTED_PRODUCT =
      Fused.of("weightedStandardizedProduct", input(3).mul(input(4)).mul(HAT));
  private static final Fused WEIGHTED = Fused.of("weighted", input(0).mul(input(1)));

  private static final Fused SLOPE = Fused.of("standardizedSlope", slope(input(3)));
  private static final Fused SLOPE_OF_WEIGHTED =
      Fused.of("slopeOfWeighted", slope(input(3).mul(input(6))));
  private final Standardizing op;
  private final Tensor x;
  private final Tensor mean;
  private final Tensor size;
  private final Axes over;

  private Scale(Standardizing op, Tensor x, Tensor mean, Tensor size) {
    this.op = op;
    this.x = x;
    this.mean = mean;
    this.size = size;
    this.over = op.over(x.shape());
  }

  /// `(d − mean d − x̂ · mean(d · x̂)) / s` with the means as inputs 4 and 5.
  private static Expression slope(Expression d) {
    return d.sub(input(4)).sub(HAT.mul(input(5))).div(input(2));
  }

  /// Returns a tensor with the mean and the size of its own.
  static Scale of(Standardizing op, Tensor input) {
    var x = floating(input);
    var mean = op.centres() ? mean(op, x) : Tensor.scalar(0, x.dtype());
    return of(op, x, mean, variance(op, x, mean));
  }

  /// Returns a tensor with a mean and a variance that were found before.
  static Scale of(Standardizing op, Tensor input, Tensor mean, Tensor variance) {
    var x = floating(input);
    return new Scale(op, x, mean, variance.add(Tensor.scalar(op.epsilon(), x.dtype())).sqrt());
  }

  private static Tensor floating(Tensor input) {
    return input.dtype().floating() ? input : input.to(DType.F32);
  }

  /// Returns the mean of the elements that are brought to one scale together.
  static Tensor mean(Standardizing op, Tensor x) {
    return op.average(new Sum(op.over(x.shape()), true).on(x), x.shape());
  }

  /// Returns the mean square of the distances from a mean.
  static Tensor variance(Standardizing op, Tensor x, Tensor mean) {
    var over = op.over(x.shape());
    return op.average(new FusedSum(SQUARED, over, true).on(x, mean), x.shape());
  }

  /// Returns `x̂ · weight + bias`, as far as these are given.
  Tensor values(Tensor... affine) {
    var inputs = new Tensor[affine.length + 3];
    inputs[0] = x;
    inputs[1] = mean;
    inputs[2] = size;
    System.arraycopy(affine, 0, inputs, 3, affine.length);
    return VALUES[affine.length].on(inputs);
  }

  /// Returns `J d`, where `J` is the Jacobian of `x̂`, which is symmetric.
  Tensor slope(Tensor d) {
    return SLOPE.on(x, mean, size, d, centre(sum(d)), average(product(d)));
  }

  /// Passes the upstream gradient on to `x`, and to weight and bias if there are any.
  ///
  /// @param weight the number of the weight among the inputs
  void backward(Backward tape, int weight) {
    boolean weighted = tape.inputs() > weight;
    var d = tape.upstream();
    if (weighted && !op.perChannel()) {
      tape.to(0, () -> slopeOfWeighted(d, tape.input(weight)));
      tape.to(weight, () -> new FusedSum(PRODUCT, outside(tape.input(weight)), false).on(all(d)));
      if (tape.inputs() > weight + 1) {
        tape.to(weight + 1, () -> d);
      }
      return;
    }
    var sum = new Once(() -> sum(d));
    var product = new Once(() -> product(d));
    tape.to(
        0,
        () ->
            weighted
                ? slopeOfWeighted(d, sum.get(), product.get(), tape.input(weight))
                : SLOPE.on(x, mean, size, d, centre(sum.get()), average(product.get())));
    if (weighted) {
      tape.to(weight, product::get);
    }
    if (tape.inputs() > weight + 1) {
      tape.to(weight + 1, sum::get);
    }
  }

  /// A weight that differs among the elements of a sum belongs into it.
  private Tensor slopeOfWeighted(Tensor d, Tensor weight) {
    var sum = new FusedSum(WEIGHTED, over, true).on(d, weight);
    var product = new FusedSum(WEIGHTED_PRODUCT, over, true).on(x, mean, size, d, weight);
    return SLOPE_OF_WEIGHTED.on(x, mean, size, d, centre(sum), average(product), weight);
  }

  /// A weight that is the same for all elements of a sum comes after it.
  private Tensor slopeOfWeighted(Tensor d, Tensor sum, Tensor product, Tensor weight) {
    var centre = centre(sum.mul(weight));
    return SLOPE_OF_WEIGHTED.on(x, mean, size, d, centre, average(product.mul(weight)), weight);
  }

  private Tensor[] all(Tensor d) {
    return new Tensor[] {x, mean, size, d};
  }

  private Tensor sum(Tensor d) {
    return new Sum(over, true).on(d);
  }

  private Tensor product(Tensor d) {
    return new FusedSum(PRODUCT, over, true).on(all(d));
  }

  private Tensor centre(Tensor sum) {
    return op.centres() ? average(sum) : Tensor.scalar(0, sum.dtype());
  }

  private Tensor average(Tensor sum) {
    return op.average(sum, x.shape());
  }

  /// Returns the axes outside those of a weight.
  private Axes outside(Tensor weight) {
    int[] axes = new int[x.shape().rank() - weight.shape().rank()];
    java.util.Arrays.setAll(axes, axis -> axis);
    return Axes.of(axes);
  }

  /// What several inputs need, computed when the first one asks.
  private static final class Once {
    private final Supplier<Tensor> code;
    private Optional<Tensor> value = Optional.empty();

    Once(Supplier<Tensor> code) {
      this.code = code;
    }

    Tensor get() {
      if (value.isEmpty()) {
        value = Optional.of(code.get());
      }
      return value.orElseThrow();
    }
  }
}
