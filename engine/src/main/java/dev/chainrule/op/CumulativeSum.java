package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scans;
import java.util.List;

/// For every place of one axis the sum of the elements up to there, itself included. Truths and
/// small whole numbers are summed as `I64`.
///
/// `F32` is summed in double precision, and every result rounded once.
///
/// @param axis along which; negative numbers count from the end
/// @param reverse whether the sums run from the last element to the first
public record CumulativeSum(int axis, boolean reverse) implements Linear {

  /// Returns the sums of the elements up to every place of an axis.
  public static Tensor of(Tensor x, int axis) {
    return new CumulativeSum(axis, false).on(x);
  }

  @Override
  public String name() {
    return "cumulativeSum";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    Axes.one(name(), axis, x.shape());
    return x.with(x.dtype().floating() ? x.dtype() : DType.I64);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return scan(Fold.SUM, inputs.getFirst(), axis, reverse, result);
  }

  /// Returns the call that joins the elements up to every place of an axis.
  static Runnable scan(Fold fold, Tensor x, int axis, boolean reverse, Tensor result) {
    var lines = Lines.of(x.shape().sizes(), x.shape().axis(axis));
    return Contiguous.bind(
        List.of(x),
        result.dtype(),
        from -> Scans.fold(fold, reverse, from.getFirst(), lines, result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new CumulativeSum(axis, !reverse).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return scan(inputs.getFirst(), axis, reverse, Double::sum);
  }

  /// Returns for every place of an axis the elements up to there, combined in order.
  static Plain scan(
      Plain x, int axis, boolean reverse, java.util.function.DoubleBinaryOperator step) {
    int along = x.shape().axis(axis);
    int size = x.shape().size(along);
    return Plain.generate(
        x.shape(),
        at -> {
          int[] from = at.clone();
          from[along] = reverse ? size - 1 : 0;
          double total = x.get(from);
          while (from[along] != at[along]) {
            from[along] += reverse ? -1 : 1;
            total = step.applyAsDouble(total, x.get(from));
          }
          return total;
        });
  }

  static OpSpec spec() {
    var first = new CumulativeSum(0, false);
    return OpSpec.of("cumulativeSum")
        .summary("For every place of one axis the sum of the elements up to there.")
        .formula("y[i] = x[0] + … + x[i]")
        .gradient("dx[i] = dy[i] + … + dy[n − 1]")
        .sample(first, Input.numbers(5))
        .sample(new CumulativeSum(1, true), Input.numbers(3, 4, 5))
        .sample(new CumulativeSum(-1, false), Input.numbers(2, 137))
        .sample(new CumulativeSum(-2, true), Input.numbers(137, 2))
        .sample(new CumulativeSum(1, false), Input.numbers(3, 1))
        .sample(first, Input.numbers(0, 3))
        .sample(first, Input.whole(-9, 9, 7, 2))
        .sample(first, Input.truths(9))
        .misuse(
            "cumulativeSum: axis 2 does not exist; input is [3, 4]",
            new CumulativeSum(2, false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
