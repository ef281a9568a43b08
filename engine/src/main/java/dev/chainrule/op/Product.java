package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The product over some axes, 1 if there is nothing to multiply. Truths and small whole numbers
/// are multiplied as `I64`.
///
/// **Gradient**: every element gets the product of all others, which is not found by division: it
/// is right with any number of zeros.
///
/// @param axes over which axes
/// @param keep whether they stay as axes of size 1
public record Product(Axes axes, boolean keep) implements Op, Reduction {

  /// Returns the product over the given axes, or over all if none is given.
  public static Tensor of(Tensor x, int... axes) {
    return new Product(Axes.of(axes), false).on(x);
  }

  @Override
  public String name() {
    return "product";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    return new TensorType(reduced(x.shape()), x.dtype().floating() ? x.dtype() : DType.I64);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return fold(Fold.PRODUCT, inputs.getFirst().detach().to(type.dtype()), type);
  }

  @Override
  public boolean keepsInput(int input) {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () -> {
          var x = tape.input(0);
          return restored(tape.upstream(), x.shape()).mul(others(x));
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dx -> new Sum(axes, keep).on(dx.mul(others(tape.input(0)))));
  }

  /// Returns for every element the product of all others that it is multiplied with: of those
  /// before it times of those after it.
  private Tensor others(Tensor x) {
    boolean[] joined = axes.in(name(), x.shape());
    int[] order =
        IntStream.range(0, 2 * joined.length)
            .filter(i -> joined[i % joined.length] == (i >= joined.length))
            .map(i -> i % joined.length)
            .toArray();
    var turned = Permute.of(x.to(DType.F64), order);
    int count = count(x.shape());
    var lines = Reshape.of(turned, axes.removed(name(), x.shape()).concat(Shape.of(count)).sizes());
    var others =
        CumulativeProduct.before(lines, -1, false).mul(CumulativeProduct.before(lines, -1, true));
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return Permute.of(Reshape.of(others, turned.shape().sizes()), back).to(x.dtype());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    boolean[] joined = axes.in(name(), x.shape());
    double[] ones = new double[reduced(x.shape()).elements()];
    Arrays.fill(ones, 1);
    return x.values().length == 0
        ? new Plain(reduced(x.shape()), ones)
        : Plain.fold(x, joined, keep, (a, b) -> a * b);
  }

  static OpSpec spec() {
    return OpSpec.of("product")
        .summary("The product over some axes; 1 if there is nothing to multiply.")
        .formula("y = Π x")
        .gradient("dx = dy · the product of all other elements, without division")
        .sample(new Product(Axes.of(), false), Input.numbers(5))
        .sample(new Product(Axes.of(1), true), Input.numbers(3, 4, 5))
        .sample(new Product(Axes.of(0, -1), false), Input.numbers(3, 4, 2))
        .sample(new Product(Axes.of(-1), false), Input.numbers(0.8, 1.2, 2, 137))
        .sample(new Product(Axes.of(0), false), Input.numbers(1, 3))
        .sample(new Product(Axes.of(0), false), Input.numbers(0, 3))
        .sample(new Product(Axes.of(0), false), Input.whole(-3, 3, 6, 2))
        .misuse(
            "product: axis 2 does not exist; input is [3, 4]",
            new Product(Axes.of(2), false),
            new TensorType(Shape.of(3, 4), DType.F32))
        .build();
  }
}
