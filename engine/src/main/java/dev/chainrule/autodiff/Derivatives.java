package dev.chainrule.autodiff;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.op.Reshape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Derivatives of functions of tensors.
///
/// All of them nest: the gradient of a function that itself takes a gradient is a second
/// derivative. Where the function uses variables, the derivative is recorded in its turn, so that a
/// penalty on it can be trained; `detach()` makes it a plain number.
public final class Derivatives {
  private Derivatives() {}

  /// A function that gives a derivative at a point.
  @FunctionalInterface
  public interface At {
    /// Returns the derivative at `x`.
    Tensor at(Tensor x);
  }

  /// Adds a function that sees, and may replace, the gradient that arrives at a tensor.
  public static void hook(Tensor tensor, UnaryOperator<Tensor> hook) {
    var node = tensor.node();
    if (node == null) {
      throw new IllegalStateException(
          "onGradient: %s is not recorded, so no gradient arrives here".formatted(tensor.type()));
    }
    node.hook(hook);
  }

  /// Returns the gradient of a function with one number as result; it has the shape of the input.
  public static At gradient(UnaryOperator<Tensor> f) {
    return x -> {
      var input = tracked(x);
      var y = single("gradient", f.apply(input));
      return vjp(y, input, Tensor.ones(y.shape(), y.dtype()));
    };
  }

  /// Returns the Jacobian of a function: `J[i…, j…] = ∂yᵢ/∂xⱼ`, of shape result · input. It takes
  /// one backward pass for each element of the result.
  public static At jacobian(UnaryOperator<Tensor> f) {
    return x -> {
      var input = tracked(x);
      var y = f.apply(input);
      var rows = new ArrayList<Tensor>();
      for (int i = 0; i < y.shape().elements(); i++) {
        rows.add(row(y, i, input));
      }
      int[] shape = y.shape().concat(x.shape()).sizes();
      return rows.isEmpty() ? Tensor.zeros(Shape.of(shape), x.dtype()) : stack(rows).reshape(shape);
    };
  }

  private static Tensor row(Tensor y, int place, Tensor input) {
    double[] unit = new double[y.shape().elements()];
    unit[place] = 1;
    var seed = Tensor.of(unit, y.shape()).to(y.dtype());
    return y.isRecorded()
        ? backward(y, seed, BackwardOptions.differentiable())
            .find(input)
            .orElseGet(() -> Tensor.zeros(input.shape(), input.dtype()))
        : Tensor.zeros(input.shape(), input.dtype());
  }

  private static Tensor stack(List<Tensor> rows) {
    int count = rows.size();
    int length = rows.getFirst().shape().elements();
    Tensor sum = Tensor.zeros(Shape.of(count, length), rows.getFirst().dtype());
    for (int i = 0; i < count; i++) {
      double[] unit = new double[count];
      unit[i] = 1;
      var place = Tensor.of(unit, Shape.of(count, 1)).to(rows.get(i).dtype());
      sum = sum.add(place.mul(Reshape.of(rows.get(i), 1, length)));
    }
    return sum;
  }

  /// Returns the Hessian of a function with one number as result: `H[i…, j…] = ∂²f/∂xᵢ∂xⱼ`.
  public static At hessian(UnaryOperator<Tensor> f) {
    return jacobian(x -> gradient(f).at(x));
  }

  /// Returns the Hessian of a function with one number as result times a vector, without computing
  /// the Hessian.
  public static Tensor hessianVectorProduct(UnaryOperator<Tensor> f, Tensor x, Tensor vector) {
    return jvp(point -> gradient(f).at(point), x, vector);
  }

  /// Returns the cotangent pulled back through a function: `Jᵀ · cotangent`, in one backward pass.
  public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor cotangent) {
    var input = tracked(x);
    return vjp(f.apply(input), input, cotangent);
  }

  private static Tensor vjp(Tensor y, Tensor input, Tensor cotangent) {
    return y.isRecorded()
        ? backward(y, cotangent, options(y, input))
            .find(input)
            .orElseGet(() -> Tensor.zeros(input.shape(), input.dtype()))
        : Tensor.zeros(input.shape(), input.dtype());
  }

  /// Returns the derivative of a function along a direction: `J · direction`, in one forward pass.
  public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor direction) {
    if (!direction.shape().equals(x.shape())) {
      throw new ShapeException(
          "jvp: the direction has shape %s, the input %s".formatted(direction.shape(), x.shape()));
    }
    var input = tracked(x);
    var y = f.apply(input);
    if (y.node() == null || input.node() == null) {
      return Tensor.zeros(y.shape(), y.dtype());
    }
    return ForwardPass.run(y.node(), input.node(), direction)
        .orElseGet(() -> Tensor.zeros(y.shape(), y.dtype()));
  }

  /// Returns a tensor with the same elements by which results can be differentiated. If the tensor
  /// is recorded already, derivatives also flow on to what it was computed from.
  public static Tensor tracked(Tensor x) {
    if (x.isRecorded() && Tape.recording()) {
      return new Reshape(x.shape()).on(x);
    }
    return x.detach().recorded(Node.leaf(x.type()));
  }

  /// Returns the gradients of a single number.
  public static Gradients backward(Tensor result, BackwardOptions options) {
    single("backward", result);
    return backward(result, Tensor.ones(result.shape(), result.dtype()), options);
  }

  /// Returns the gradients of `Σ result · seed`.
  public static Gradients backward(Tensor result, Tensor seed, BackwardOptions options) {
    if (!seed.shape().equals(result.shape())) {
      throw new ShapeException(
          "backward: the seed has shape %s, the result %s".formatted(seed.shape(), result.shape()));
    }
    return BackwardPass.run(result, seed, options);
  }

  /// The derivative is recorded if something else than the input could be differentiated by later:
  /// a variable that the function uses, or a tensor that surrounds it.
  private static BackwardOptions options(Tensor y, Tensor input) {
    var root = Objects.requireNonNull(y.node());
    for (var node : Graph.of(root)) {
      if (node.op().isEmpty() && node != input.node()) {
        return BackwardOptions.differentiable();
      }
    }
    return BackwardOptions.plain();
  }

  private static Tensor single(String where, Tensor result) {
    if (result.shape().elements() != 1) {
      throw new ShapeException(
          "%s: needs a single number, got %s; sum or average it first"
              .formatted(where, result.shape()));
    }
    return result;
  }
}
