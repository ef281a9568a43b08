package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Randoms;
import java.util.List;

/// The numbers `0 .. size − 1` in random order, all orders equally likely.
///
/// @param size how many numbers
public record RandomPermutation(int size) implements RandomDraw {

  @Override
  public String name() {
    return "randomPermutation";
  }

  @Override
  public TensorType type() {
    return new TensorType(Shape.of(size), DType.I64);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var to = result.storage();
    var draw = Randoms.permutation((long[]) to.array(), to.offset(), size);
    return RandomWords.drawing(inputs.getFirst(), draw);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var words = RandomWords.of(inputs.getFirst());
    double[] order = new double[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    for (int i = size - 1; i > 0; i--) {
      int other = (int) Math.unsignedMultiplyHigh(words.both(i), i + 1L);
      double moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return new Plain(Shape.of(size), order);
  }

  static OpSpec spec() {
    return OpSpec.of("randomPermutation")
        .summary("The numbers from 0 on in random order.")
        .formula("y = a permutation of 0 .. size − 1")
        .source("Durstenfeld: Algorithm 235, random permutation, Communications of the ACM 7, 1964")
        .sample(new RandomPermutation(10), RandomWords.sample())
        .sample(new RandomPermutation(600), RandomWords.sample())
        .build();
  }
}
