package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The length of vectors along some axes, by a norm of any order.
///
/// | order | norm |
/// |---|---|
/// | 2 | `√(Σ x²)`, Euclid's |
/// | 1 | `Σ |x|` |
/// | ∞, −∞ | `max |x|`, `min |x|` |
/// | 0 | the number of elements that are not 0 |
/// | other `p` | `(Σ |x|^p)^(1/p)` |
///
/// **Gradient**: `dx = dy · sign(x) (|x| / y)^(p − 1)`; at a kink, where the norm or for `p < 2` an
/// element is 0, it is 0. Elements that are equally extreme share that of `±∞` evenly.
///
/// @param order any number but NaN
/// @param axes along which axes
/// @param keep whether they stay as axes of size 1
public record Norm(double order, Axes axes, boolean keep) implements Composite, Reduction {

  /// @throws IllegalArgumentException if the order is NaN
  public Norm {
    if (Double.isNaN(order)) {
      throw new IllegalArgumentException("norm: the order is NaN; expected a number, ∞ or −∞");
    }
  }

  /// Returns the norm over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, double order, int... axes) {
    return new Norm(order, Axes.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    var shape = Double.isInfinite(order) ? reducedFromSome(x.shape()) : reduced(x.shape());
    return new TensorType(shape, Normalizing.floating(name(), x.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst().to(type(List.of(inputs.getFirst().type())).dtype());
    var sum = new Sum(axes, keep);
    if (order == 0) {
      return sum.on(x.ne(0).to(x.dtype()));
    }
    if (order == 1) {
      return sum.on(x.abs());
    }
    if (order == 2) {
      return sum.on(Arithmetic.SQUARE.on(x)).sqrt();
    }
    if (Double.isInfinite(order)) {
      return new Extremum(extremum(), axes, keep).on(x.abs());
    }
    return sum.on(x.abs().pow(order)).pow(1 / order);
  }

  private Extremum.Kind extremum() {
    return order > 0 ? Extremum.Kind.MAX : Extremum.Kind.MIN;
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () -> {
          var x = tape.input(0);
          return slope(x, tape.output()).mul(restored(tape.upstream(), x.shape()));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(slope(tape.input(0), tape.output()))));
  }

  /// Returns the derivative of the norm `y` by every element.
  private Tensor slope(Tensor x, Tensor y) {
    if (order == 0) {
      return Tensor.zeros(x.shape(), x.dtype());
    }
    var sign = Arithmetic.SIGN.on(x);
    if (order == 1) {
      return sign;
    }
    var norm = restored(y, x.shape());
    if (order == 2) {
      return Normalizing.ratio(x, norm);
    }
    if (Double.isInfinite(order)) {
      var chosen = Comparisons.EQ.on(x.abs(), norm).to(x.dtype());
      return sign.mul(chosen.div(new Sum(axes, true).on(chosen)));
    }
    var one = Tensor.scalar(1, x.dtype());
    var none = norm.eq(0);
    var share = x.eq(0).where(one, x.abs()).div(none.where(one, norm));
    return sign.mul(none.where(Tensor.scalar(0, x.dtype()), share.pow(order - 1)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] over = axes.in(name(), x.shape());
    if (Double.isInfinite(order)) {
      var sizes = Plain.generate(x.shape(), index -> Math.abs(x.get(index)));
      return Plain.fold(sizes, over, keep, order > 0 ? Math::max : Math::min);
    }
    var powers = Plain.generate(x.shape(), index -> power(x.get(index)));
    var sum = Plain.fold(powers, over, keep, Double::sum);
    return order == 0
        ? sum
        : Plain.generate(sum.shape(), index -> Math.pow(sum.get(index), 1 / order));
  }

  private double power(double x) {
    return order == 0 ? (x == 0 ? 0 : 1) : Math.pow(Math.abs(x), order);
  }

  static OpSpec spec() {
    return OpSpec.of("norm")
        .summary("The length of vectors along some axes, by a norm of any order p.")
        .formula("y = (Σ |x|^p)^(1/p); max |x| for p = ∞; the number of x ≠ 0 for p = 0")
        .gradient(
            "dx = dy · sign(x) (|x| / y)^(p − 1), 0 where y is 0; ties at p = ∞ share it evenly")
        .source("Golub, Van Loan: Matrix computations, 2013, section 2.2.1")
        .accuracy(16) // a sum of powers, and a root of it
        .sample(new Norm(2, Axes.of(), false), Input.numbers(5))
        .sample(new Norm(2, Axes.of(1), true), Input.numbers(3, 4, 5))
        .sample(new Norm(2, Axes.of(-1), false), Input.numbers(2, 137))
        .sample(new Norm(1, Axes.of(0, -1), false), Input.distinct(3, 4, 5))
        .sample(new Norm(3, Axes.of(0), false), Input.distinct(4, 3))
        .sample(new Norm(0.5, Axes.of(), false), Input.numbers(0.5, 2, 4))
        .sample(new Norm(Double.POSITIVE_INFINITY, Axes.of(0), true), Input.distinct(-2.0, 3, 3, 4))
        .sample(new Norm(Double.NEGATIVE_INFINITY, Axes.of(), false), Input.distinct(1.0, 2, 7))
        .sample(new Norm(0, Axes.of(1), false), Input.numbers(1.0, 2, 3, 4))
        .sample(new Norm(2, Axes.of(1), false), Input.numbers(3, 0))
        .misuse(
            "norm: there is no element to choose from along axes [1] of [3, 0]",
            new Norm(Double.POSITIVE_INFINITY, Axes.of(1), false),
            new TensorType(Shape.of(3, 0), DType.F32))
        .misuse(
            "norm: axis 2 does not exist; input is [3, 4]",
            new Norm(2, Axes.of(2), false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "norm: takes numbers, got bool; convert with to(DType.F32)",
            new Norm(2, Axes.of(), false),
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}
