package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Randoms;
import java.util.List;

/// Random truths: an element holds where a uniform number of `F32` from the same key is below the
/// probability.
///
/// @param shape of the result
/// @param probability of a truth, from 0 to 1
public record RandomBernoulli(Shape shape, double probability) implements RandomDraw {

  public RandomBernoulli {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "randomBernoulli: probability " + probability + " is outside 0..1");
    }
  }

  @Override
  public String name() {
    return "randomBernoulli";
  }

  @Override
  public TensorType type() {
    return new TensorType(shape, DType.BOOL);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var to = result.storage();
    boolean[] out = (boolean[]) to.array();
    var draw = Randoms.truths(out, to.offset(), shape.elements(), probability);
    return RandomWords.drawing(inputs.getFirst(), draw);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var words = RandomWords.of(inputs.getFirst());
    return Plain.generate(
        shape,
        index -> (words.word(Plain.place(shape, index)) >>> 8) * 0x1p-24 < probability ? 1 : 0);
  }

  static OpSpec spec() {
    return OpSpec.of("randomBernoulli")
        .summary("Random truths of a given probability.")
        .formula("P(y) = probability")
        .source(RandomWords.SOURCE)
        .sample(new RandomBernoulli(Shape.of(3, 5), 0.5), RandomWords.sample())
        .sample(new RandomBernoulli(Shape.of(1300), 0.9), RandomWords.sample())
        .build();
  }
}
