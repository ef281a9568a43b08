package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Whether, or how often, something holds among the elements along some axes. A number holds if it
/// is not 0; NaN does.
///
/// Of no elements none holds, and all of them do.
///
/// @param kind what is told
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
public record Quantifier(Kind kind, Axes axes, boolean keep) implements Discrete, Reduction {

  /// What is told of the elements.
  public enum Kind {
    ANY,
    ALL,
    COUNT
  }

  /// Returns whether any element holds along the given axes, or along all if none is given.
  public static Tensor any(Tensor x, int... axes) {
    return new Quantifier(Kind.ANY, Axes.of(axes), false).on(x);
  }

  /// Returns whether all elements hold along the given axes, or along all if none is given.
  public static Tensor all(Tensor x, int... axes) {
    return new Quantifier(Kind.ALL, Axes.of(axes), false).on(x);
  }

  /// Returns how many elements hold along the given axes, or along all if none is given, as `I64`.
  public static Tensor count(Tensor x, int... axes) {
    return new Quantifier(Kind.COUNT, Axes.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return new TensorType(
        reduced(inputs.getFirst().shape()), kind == Kind.COUNT ? DType.I64 : DType.BOOL);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var holds = inputs.getFirst().detach().to(DType.BOOL);
    var joined = new TensorType(type.shape(), DType.F32);
    return switch (kind) {
      case ANY -> fold(Fold.MAX, holds.to(DType.F32), joined).gt(0);
      case ALL -> fold(Fold.MIN, holds.to(DType.F32), joined).gt(0);
      case COUNT -> new Sum(axes, keep).on(holds);
    };
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var kept = axes.kept(name(), x.shape());
    double[] counts = new double[kept.elements()];
    for (int i = 0; i < x.values().length; i++) {
      int[] index = Plain.index(x.shape(), i);
      for (int axis = 0; axis < index.length; axis++) {
        index[axis] = Math.min(index[axis], kept.size(axis) - 1);
      }
      counts[Plain.place(kept, index)] += x.values()[i] != 0 ? 1 : 0;
    }
    int most = count(x.shape());
    double[] told =
        Arrays.stream(counts)
            .map(count ->
                switch (kind) {
                  case ANY -> count > 0 ? 1 : 0;
                  case ALL -> count == most ? 1 : 0;
                  case COUNT -> count;
                })
            .toArray();
    return new Plain(reduced(x.shape()), told);
  }

  static List<OpSpec> specs() {
    return List.of(
        spec(Kind.ANY, "Whether any element is true, or not 0; false of none.", "y = ∃ x ≠ 0"),
        spec(Kind.ALL, "Whether all elements are true, or not 0; true of none.", "y = ∀ x ≠ 0"),
        spec(Kind.COUNT, "How many elements are true, or not 0.", "y = Σ [x ≠ 0]"));
  }

  private static OpSpec spec(Kind kind, String summary, String formula) {
    var everywhere = new Quantifier(kind, Axes.of(), false);
    return OpSpec.of(everywhere.name())
        .summary(summary)
        .formula(formula)
        .sample(everywhere, Input.numbers(5))
        .sample(everywhere, Input.truths(9))
        .sample(everywhere, Input.numbers(0))
        .sample(new Quantifier(kind, Axes.of(1), true), Input.truths(3, 2, 5))
        .sample(new Quantifier(kind, Axes.of(0, -1), false), Input.whole(0, 2, 2, 4, 2))
        .sample(new Quantifier(kind, Axes.of(-1), false), Input.numbers(4, 1))
        .sample(new Quantifier(kind, Axes.of(0), false), Input.whole(0, 60, 137, 2))
        .misuse(
            "%s: axis 2 does not exist; input is [3, 4]".formatted(everywhere.name()),
            new Quantifier(kind, Axes.of(2), false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
