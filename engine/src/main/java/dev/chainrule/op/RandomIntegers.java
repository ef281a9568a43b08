package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Randoms;
import java.math.BigInteger;
import java.util.List;

/// Random whole numbers, all equally likely.
///
/// @param shape of the result
/// @param low the smallest number
/// @param high what all numbers stay below
/// @param dtype `I32` or `I64`
public record RandomIntegers(Shape shape, long low, long high, DType dtype) implements RandomDraw {

  public RandomIntegers {
    boolean narrow = dtype == DType.I32 && low == (int) low && high - 1 == (int) (high - 1);
    if (low >= high || high - low < 0 || !(narrow || dtype == DType.I64)) {
      throw new IllegalArgumentException(
          "randomIntegers: needs low < high within i32 or i64; got %d, %d and %s"
              .formatted(low, high, dtype));
    }
  }

  @Override
  public String name() {
    return "randomIntegers";
  }

  @Override
  public TensorType type() {
    return new TensorType(shape, dtype);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var to = result.storage();
    int count = shape.elements();
    var draw =
        to.array() instanceof int[] out
            ? Randoms.integers(out, to.offset(), count, (int) low, high)
            : Randoms.integers((long[]) to.array(), to.offset(), count, low, high);
    return RandomWords.drawing(inputs.getFirst(), draw);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var words = RandomWords.of(inputs.getFirst());
    return Plain.generate(
        shape,
        index -> {
          var bits = Long.toUnsignedString(words.both(Plain.place(shape, index)));
          return low
              + new BigInteger(bits)
                  .multiply(BigInteger.valueOf(high - low))
                  .shiftRight(64)
                  .longValueExact();
        });
  }

  static OpSpec spec() {
    return OpSpec.of("randomIntegers")
        .summary("Random whole numbers, all equally likely.")
        .formula("y ~ U{low .. high − 1}")
        .source(RandomWords.SOURCE)
        .sample(new RandomIntegers(Shape.of(3, 5), -2, 3, DType.I64), RandomWords.sample())
        .sample(new RandomIntegers(Shape.of(700), 0, 1000, DType.I32), RandomWords.sample())
        .build();
  }
}
