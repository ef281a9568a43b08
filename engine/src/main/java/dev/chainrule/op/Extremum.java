package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import java.util.List;

/// The largest or smallest element over some axes. NaN counts as both.
///
/// **Gradient**: elements that are equally large share it evenly. [Ranked] gives it to one of them.
///
/// @param kind which of the two
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
public record Extremum(Kind kind, Axes axes, boolean keep) implements Op, Reduction {

  /// Which extremum.
  public enum Kind {
    MAX,
    MIN
  }

  /// Returns the largest elements over the given axes, or over all if none is given.
  public static Tensor max(Tensor x, int... axes) {
    return new Extremum(Kind.MAX, Axes.of(axes), false).on(x);
  }

  /// Returns the smallest elements over the given axes, or over all if none is given.
  public static Tensor min(Tensor x, int... axes) {
    return new Extremum(Kind.MIN, Axes.of(axes), false).on(x);
  }

  /// Returns the largest elements, with the axes kept at size 1.
  static Tensor keptMax(Tensor x, Axes axes) {
    return new Extremum(Kind.MAX, axes, true).on(x);
  }

  @Override
  public String name() {
    return kind == Kind.MAX ? "max" : "min";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException(
          "%s: takes numbers, got bool; any and all join truths".formatted(name()));
    }
    return x.with(reducedFromSome(x.shape()));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var computed = type.dtype().floating() ? type.dtype() : DType.I64;
    var x = inputs.getFirst().detach().to(computed);
    var fold = kind == Kind.MAX ? Fold.MAX : Fold.MIN;
    return fold(fold, x, type.with(computed)).to(type.dtype());
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst();
    return x.dtype().floating() || x.dtype() == DType.I64
        ? folding(kind == Kind.MAX ? Fold.MAX : Fold.MIN, x, result)
        : Op.super.bind(inputs, result);
  }

  @Override
  public boolean keepsInput(int input) {
    return true;
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
          return restored(tape.upstream(), x.shape()).mul(shares(x, tape.output()));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(shares(tape.input(0), tape.output()))));
  }

  /// Returns which part of the result's derivative each element gets: 1, or a fraction at a tie.
  private Tensor shares(Tensor x, Tensor result) {
    var chosen = Comparisons.EQ.on(x, restored(result, x.shape())).to(x.dtype());
    return chosen.div(new Sum(axes, true).on(chosen));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.fold(
        x, axes.in(name(), x.shape()), keep, kind == Kind.MAX ? Math::max : Math::min);
  }

  static List<OpSpec> specs() {
    return List.of(spec(Kind.MAX, "largest", "max x"), spec(Kind.MIN, "smallest", "min x"));
  }

  private static OpSpec spec(Kind kind, String which, String formula) {
    var all = new Extremum(kind, Axes.of(), false);
    return OpSpec.of(all.name())
        .summary("The %s element over some axes; NaN wins.".formatted(which))
        .formula("y = " + formula)
        .gradient("dx = dy where x = y, shared evenly at ties, else 0")
        .sample(all, Input.distinct(5))
        .sample(new Extremum(kind, Axes.of(1), true), Input.distinct(3, 4, 5))
        .sample(new Extremum(kind, Axes.of(0, 2), false), Input.distinct(3, 4, 5))
        .sample(new Extremum(kind, Axes.of(-1), false), Input.distinct(2, 137))
        .sample(new Extremum(kind, Axes.of(0), false), Input.whole(-9, 9, 137, 2))
        .misuse(
            "%s: there is no element to choose from along axes [1] of [3, 0]".formatted(all.name()),
            new Extremum(kind, Axes.of(1), false),
            new TensorType(Shape.of(3, 0), DType.F32))
        .misuse(
            "%s: takes numbers, got bool; any and all join truths".formatted(all.name()),
            all,
            new TensorType(Shape.of(3), DType.BOOL))
        .build();
  }
}
