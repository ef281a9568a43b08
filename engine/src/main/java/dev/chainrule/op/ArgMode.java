package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import java.util.List;

/// The index of the element that occurs most often along one axis, as `I64`: the last place where
/// it stands, and the smallest such element at a tie. All NaN count as equal.
///
/// @param axis along which; negative numbers count from the end
/// @param keep whether it stays as an axis of size 1
public record ArgMode(int axis, boolean keep) implements Ranking {

  @Override
  public String name() {
    return "argMode";
  }

  @Override
  public String chooses() {
    return "mode";
  }

  @Override
  public int places(Shape from) {
    if (from.size(axis) == 0) {
      throw new ShapeException(
          "argMode: there is no element to choose from along axis %d of %s".formatted(axis, from));
    }
    return 1;
  }

  @Override
  public List<Integer> reference(double[] line) {
    int best = -1;
    int most = 0;
    for (int place : ArgSort.sorted(line, false)) {
      int count = 0;
      int last = place;
      for (int i = 0; i < line.length; i++) {
        boolean equal =
            line[i] == line[place] || (Double.isNaN(line[i]) && Double.isNaN(line[place]));
        count += equal ? 1 : 0;
        last = equal ? i : last;
      }
      best = count > most ? last : best;
      most = Math.max(count, most);
    }
    return List.of(best);
  }

  static OpSpec spec() {
    var first = new ArgMode(0, false);
    return OpSpec.of("argMode")
        .summary("The index of the element that occurs most often along one axis.")
        .formula("y = the last i with x[i] = mode x")
        .source("Pearson: Contributions to the mathematical theory of evolution II, 1895")
        .sample(first, Input.whole(0, 2, 5))
        .sample(new ArgMode(1, true), Input.whole(-1, 1, 3, 4, 5))
        .sample(new ArgMode(-1, false), Input.whole(0, 9, 2, 137))
        .sample(new ArgMode(-2, false), Input.numbers(13, 7))
        .sample(first, Input.truths(6, 3))
        .sample(first, Input.numbers(3, 0))
        .misuse(
            "argMode: there is no element to choose from along axis 1 of [3, 0]",
            new ArgMode(1, false),
            new TensorType(Shape.of(3, 0), DType.F32))
        .misuse(
            "argMode: axis 2 does not exist; input is [3, 4]",
            new ArgMode(2, false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
