package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Where the largest element of every window that slides over images is, as `I64`: its place
/// counted in row-major order over the axes between batch and channels. The first one at a tie, the
/// first NaN if there is one.
///
/// [MaxPool] gives the elements themselves.
///
/// @param axes how each axis between batch and channels is covered by windows
public record ArgMaxPool(List<Cover> axes) implements Discrete, Pooled {

  public ArgMaxPool {
    axes = List.copyOf(axes);
  }

  /// Returns the places of the largest elements of windows.
  public static Tensor of(Tensor x, Cover... axes) {
    return new ArgMaxPool(List.of(axes)).on(x);
  }

  @Override
  public String name() {
    return "argMaxPool";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return new TensorType(pooled(inputs.getFirst()).shape(), DType.I64);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(inputs.getFirst().shape());
    return Contiguous.bind(inputs, in -> () -> plan.find(in.get(0), result.storage()));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(
        pooled(x.shape()),
        index -> {
          int[] largest = largest(x, index);
          int place = 0;
          for (int axis = 1; axis < largest.length - 1; axis++) {
            place = place * x.shape().size(axis) + largest[axis];
          }
          return place;
        });
  }

  static OpSpec spec() {
    var spec =
        OpSpec.of("argMaxPool")
            .summary("Where the largest element of every window is; NaN wins.")
            .formula("y[w] = argmax x over window w, the first one at a tie")
            .sample(find(Window.of(2)), Input.numbers(2, 7, 3))
            .sample(find(Window.of(3, 2).padded(1), Window.of(2, 1)), Input.numbers(2, 5, 4, 3))
            .sample(
                find(Window.of(2), new Division(1), Window.of(2)), Input.numbers(1, 4, 2, 5, 2));
    return Pooled.misuses(spec, find(Window.of(4), Window.of(4))).build();
  }

  private static ArgMaxPool find(Cover... axes) {
    return new ArgMaxPool(List.of(axes));
  }
}
