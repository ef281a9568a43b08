package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.NormalQuantile;
import dev.chainrule.kernel.Randoms;
import java.util.List;

/// Normally distributed random numbers.
///
/// @param shape of the result
/// @param mean where they are centred
/// @param deviation their standard deviation, not negative
/// @param dtype `F32` or `F64`
public record RandomNormal(Shape shape, double mean, double deviation, DType dtype)
    implements RandomDraw {

  public RandomNormal {
    if (!dtype.floating() || !(deviation >= 0) || !Double.isFinite(mean + deviation)) {
      throw new IllegalArgumentException(
          "randomNormal: needs a finite mean, a deviation of at least 0, and f32 or f64; got %s, %s and %s"
              .formatted(mean, deviation, dtype));
    }
  }

  @Override
  public String name() {
    return "randomNormal";
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
            ? Randoms.normal(out, to.offset(), count, mean, deviation)
            : Randoms.normal((double[]) to.array(), to.offset(), count, mean, deviation);
    return RandomWords.drawing(inputs.getFirst(), draw);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var words = RandomWords.of(inputs.getFirst());
    return Plain.generate(
        shape,
        index -> {
          int i = Plain.place(shape, index);
          long bits = dtype == DType.F32 ? (long) words.word(i) << 32 : words.both(i);
          int kept = dtype == DType.F32 ? 31 : 52;
          double half = ((bits << 1 >>> (64 - kept)) + 0.5) / Math.pow(2, kept + 1);
          return mean - deviation * NormalQuantile.of(half) * (bits < 0 ? -1 : 1);
        });
  }

  static OpSpec spec() {
    return OpSpec.of("randomNormal")
        .summary("Normally distributed random numbers.")
        .formula("y ~ N(mean, deviation²)")
        .source(
            RandomWords.SOURCE
                + "; Wichura: Algorithm AS 241, the percentage points of the normal distribution,"
                + " Applied Statistics 37, 1988")
        .sample(new RandomNormal(Shape.of(3, 5), -1, 2, DType.F32), RandomWords.sample())
        .sample(new RandomNormal(Shape.of(1300), 0, 1, DType.F32), RandomWords.sample())
        .sample(new RandomNormal(Shape.of(700), 0, 1, DType.F64), RandomWords.sample())
        .build();
  }
}
