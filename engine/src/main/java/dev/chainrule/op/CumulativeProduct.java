package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import java.util.List;

/// For every place of one axis the product of the elements up to there, itself included. Truths and
/// small whole numbers are multiplied as `I64`.
///
/// **Gradient**: without division, hence right with any number of zeros: `dx[k] = x[0] ⋯ x[k − 1] ·
/// s[k]` with `s[k] = dy[k] + x[k + 1] · s[k + 1]`.
///
/// @param axis along which; negative numbers count from the end
/// @param reverse whether the products run from the last element to the first
public record CumulativeProduct(int axis, boolean reverse) implements Composite {

  /// Returns the products of the elements up to every place of an axis.
  public static Tensor of(Tensor x, int axis) {
    return new CumulativeProduct(axis, false).on(x);
  }

  /// Returns the products of the elements before every place of an axis, 1 at the first.
  static Tensor before(Tensor x, int axis, boolean reverse) {
    return Recurrence.before(new CumulativeProduct(axis, reverse).on(x), axis, reverse, 1);
  }

  @Override
  public String name() {
    return "cumulativeProduct";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    Axes.one(name(), axis, x.shape());
    return x.with(x.dtype().floating() ? x.dtype() : DType.I64);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst();
    var zeros = Tensor.zeros(x.shape(), x.dtype());
    var ones = Recurrence.before(zeros, axis, reverse, 1);
    return new Recurrence(axis, reverse).on(x, x.mul(ones));
  }

  /// As the body, but for whole numbers too.
  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return CumulativeSum.scan(Fold.PRODUCT, inputs.getFirst(), axis, reverse, result);
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () ->
            Recurrence.transpose(tape.input(0), tape.upstream(), axis, reverse)
                .mul(Recurrence.before(tape.output(), axis, reverse, 1)));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(
        0,
        dx ->
            new Recurrence(axis, reverse)
                .on(tape.input(0), dx.mul(Recurrence.before(tape.output(), axis, reverse, 1))));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return CumulativeSum.scan(inputs.getFirst(), axis, reverse, (a, b) -> a * b);
  }

  static OpSpec spec() {
    var first = new CumulativeProduct(0, false);
    return OpSpec.of("cumulativeProduct")
        .summary("For every place of one axis the product of the elements up to there.")
        .formula("y[i] = x[0] · … · x[i]")
        .gradient("dx[k] = Σ dy[i] · the product of x[0 .. i] without x[k], without division")
        .sample(first, Input.numbers(5))
        .sample(new CumulativeProduct(1, true), Input.numbers(3, 4, 5))
        .sample(new CumulativeProduct(-1, false), Input.numbers(0.8, 1.2, 2, 67))
        .sample(new CumulativeProduct(-2, true), Input.numbers(7, 2))
        .sample(new CumulativeProduct(1, false), Input.numbers(3, 1))
        .sample(first, Input.numbers(0, 3))
        .sample(first, Input.whole(-3, 3, 7, 2))
        .misuse(
            "cumulativeProduct: axis 2 does not exist; input is [3, 4]",
            new CumulativeProduct(2, false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
