package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.op.Extremum.Kind;
import java.util.ArrayList;
import java.util.List;

/// For every place of one axis the index of the largest or smallest element up to there, as `I64`:
/// the last one at a tie, that of the last NaN if there was one.
///
/// @param kind which of the two
/// @param axis along which; negative numbers count from the end
public record ArgCumulative(Kind kind, int axis) implements Ranking {

  @Override
  public String name() {
    return kind == Kind.MAX ? "argCumulativeMax" : "argCumulativeMin";
  }

  @Override
  public String chooses() {
    return kind == Kind.MAX ? "cumulativeMax" : "cumulativeMin";
  }

  @Override
  public int places(Shape from) {
    return from.size(axis);
  }

  @Override
  public List<Integer> reference(double[] line) {
    var places = new ArrayList<Integer>();
    for (int i = 0; i < line.length; i++) {
      int best = i;
      for (int j = i - 1; j >= 0 && !Double.isNaN(line[best]); j--) {
        boolean wins = kind == Kind.MAX ? line[j] > line[best] : line[j] < line[best];
        best = wins || Double.isNaN(line[j]) ? j : best;
      }
      places.add(best);
    }
    return places;
  }

  static List<OpSpec> specs() {
    return List.of(
        spec(Kind.MAX, "For every place of one axis the index of the largest element up to there."),
        spec(
            Kind.MIN,
            "For every place of one axis the index of the smallest element up to there."));
  }

  private static OpSpec spec(Kind kind, String summary) {
    var first = new ArgCumulative(kind, 0);
    return OpSpec.of(first.name())
        .summary(summary)
        .formula(
            "y[i] = %s x[0 .. i], the last one at a tie; NaN wins"
                .formatted(kind == Kind.MAX ? "argmax" : "argmin"))
        .source("NumPy reference, ufunc.accumulate")
        .sample(first, Input.numbers(5))
        .sample(new ArgCumulative(kind, 1), Input.whole(-2, 2, 3, 4, 5))
        .sample(new ArgCumulative(kind, -1), Input.whole(0, 9, 2, 137))
        .sample(new ArgCumulative(kind, -2), Input.numbers(13, 7))
        .sample(first, Input.numbers(1, 3))
        .sample(first, Input.numbers(0, 3))
        .misuse(
            "%s: axis 2 does not exist; input is [3, 4]".formatted(first.name()),
            new ArgCumulative(kind, 2),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
