package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Threefry;
import java.util.List;

/// The key with a number, as [RandomKey#split] gives it, for a number that is only known when a
/// program runs: one that counts steps, for example.
public record SplitKey() implements Discrete {
  private static final SplitKey SPLIT = new SplitKey();

  /// Returns the key with a number.
  ///
  /// @param key `[2]`, see [RandomKey#tensor]
  /// @param index a single whole number; of its bits the lower 32 count
  public static Tensor of(Tensor key, Tensor index) {
    return SPLIT.on(key, index);
  }

  @Override
  public String name() {
    return "splitKey";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    RandomDraw.checkKey(name(), inputs.get(0));
    var index = inputs.get(1);
    if (index.shape().rank() != 0) {
      throw new ShapeException("splitKey: the number must be a single one, got " + index.shape());
    }
    if (index.dtype().floating() || index.dtype() == DType.BOOL) {
      throw new DTypeException(
          "splitKey: the number must be whole, got %s; convert with to(DType.I64)"
              .formatted(index.dtype()));
    }
    return new TensorType(Shape.of(2), DType.I32);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var key = inputs.get(0);
    var index = inputs.get(1);
    int[] words = (int[]) result.storage().array();
    int to = result.storage().offset();
    return () -> {
      int number = (int) Indices.at(index, 0);
      int first = RandomWords.word(key, 0);
      long both = Threefry.words(first, RandomWords.word(key, 1), number, RandomKey.NUMBERED);
      words[to] = (int) (both >>> Integer.SIZE);
      words[to + 1] = (int) both;
    };
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    long both =
        RandomWords.of(inputs.get(0))
            .both((int) (long) inputs.get(1).values()[0], RandomKey.NUMBERED);
    return new Plain(Shape.of(2), new double[] {(int) (both >>> 32), (int) both});
  }

  static OpSpec spec() {
    return OpSpec.of("splitKey")
        .summary("The key with a number: other random numbers.")
        .formula("y = Threefry(key, (index, 2³¹))")
        .source(RandomWords.SOURCE)
        .sample(SPLIT, RandomWords.sample(), Input.whole(0, 1_000_000))
        .misuse(
            "splitKey: the number must be a single one, got [2]",
            SPLIT,
            new TensorType(Shape.of(2), DType.I32),
            new TensorType(Shape.of(2), DType.I64))
        .misuse(
            "splitKey: the number must be whole, got f32; convert with to(DType.I64)",
            SPLIT,
            new TensorType(Shape.of(2), DType.I32),
            new TensorType(Shape.of(), DType.F32))
        .build();
  }
}
