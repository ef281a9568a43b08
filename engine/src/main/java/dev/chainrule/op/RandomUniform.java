package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Randoms;
import java.util.List;

/// Random numbers spread evenly over a range.
///
/// @param shape of the result
/// @param low the smallest number
/// @param high what all numbers stay below
/// @param dtype `F32` or `F64`
public record RandomUniform(Shape shape, double low, double high, DType dtype)
    implements RandomDraw {

  public RandomUniform {
    if (!dtype.floating() || !(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          "randomUniform: needs low < high, both finite, and f32 or f64; got %s, %s and %s"
              .formatted(low, high, dtype));
    }
  }

  @Override
  public String name() {
    return "randomUniform";
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
        to.array() instanceof float[] out
            ? Randoms.uniform(out, to.offset(), count, (float) low, (float) high)
            : Randoms.uniform((double[]) to.array(), to.offset(), count, low, high);
    return RandomWords.drawing(inputs.getFirst(), draw);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var words = RandomWords.of(inputs.getFirst());
    return Plain.generate(
        shape,
        index -> {
          int i = Plain.place(shape, index);
          if (dtype == DType.F64) {
            return low + (words.both(i) >>> 11) * ((high - low) * 0x1p-53);
          }
          float step = ((float) high - (float) low) * 0x1p-24f;
          return (words.word(i) >>> 8) * step + (float) low;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("randomUniform")
        .summary("Random numbers spread evenly over a range.")
        .formula("y ~ U[low, high)")
        .source(RandomWords.SOURCE)
        .sample(new RandomUniform(Shape.of(3, 5), -1, 2, DType.F32), RandomWords.sample())
        .sample(new RandomUniform(Shape.of(1300), 0, 1, DType.F32), RandomWords.sample())
        .sample(new RandomUniform(Shape.of(700), 0, 1, DType.F64), RandomWords.sample())
        .misuse(
            "randomUniform: a key has shape [2], got [3]; use RandomKey.tensor()",
            new RandomUniform(Shape.of(3), 0, 1, DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .build();
  }
}
