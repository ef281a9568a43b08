package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import java.util.List;

/// The indices of the largest elements along one axis, the largest first, as `I64`; or of the
/// smallest, the smallest first. Of equal elements the first ones are taken. NaN counts as larger
/// than every number.
///
/// @param count how many indices are given
/// @param axis along which; negative numbers count from the end
/// @param largest whether the largest elements are taken, or the smallest
public record ArgTopK(int count, int axis, boolean largest) implements Ranking {

  @Override
  public String name() {
    return "argTopK";
  }

  @Override
  public String chooses() {
    return "topK";
  }

  @Override
  public int places(Shape from) {
    int size = from.size(axis);
    if (count < 0 || count > size) {
      throw new ShapeException(
          "argTopK: cannot take %d elements along axis %d of %s, which has %d"
              .formatted(count, axis, from, size));
    }
    return count;
  }

  @Override
  public List<Integer> reference(double[] line) {
    return ArgSort.sorted(line, largest);
  }

  static OpSpec spec() {
    return OpSpec.of("argTopK")
        .summary(
            "The indices of the largest elements along one axis, or of the smallest, in their"
                + " order.")
        .formula("y = the first k of argSort x")
        .source("Knuth: The Art of Computer Programming, volume 3, section 5.3.3")
        .sample(new ArgTopK(2, 0, true), Input.numbers(5))
        .sample(new ArgTopK(2, 1, false), Input.whole(-1, 1, 3, 4, 5))
        .sample(new ArgTopK(3, -1, true), Input.whole(0, 40, 2, 137))
        .sample(new ArgTopK(66, -2, false), Input.numbers(67, 3))
        .sample(new ArgTopK(40, 0, true), Input.numbers(70))
        .sample(new ArgTopK(3, 1, false), Input.numbers(3, 20))
        .sample(new ArgTopK(0, 0, true), Input.numbers(2, 3))
        .sample(new ArgTopK(2, 0, true), Input.numbers(2, 0))
        .misuse(
            "argTopK: axis 2 does not exist; input is [3, 4]",
            new ArgTopK(2, 2, true),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "argTopK: cannot take 2 elements along axis 0 of [1, 4], which has 1",
            new ArgTopK(2, 0, true),
            new TensorType(Shape.of(1, 4), DType.F32))
        .build();
  }
}
