package dev.chainrule.check;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.Op;
import dev.chainrule.op.OpSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A sample made concrete: an operation with input tensors, and what contracts ask of it.
record Probe(Op op, List<Tensor> inputs) {
  private static final long SEED = 20261122;

  static Probe of(OpSpec.Sample sample, DType precision) {
    var random = new SplittableRandom(SEED);
    var inputs = new ArrayList<Tensor>();
    for (var input : sample.inputs()) {
      inputs.add(input.tensor(precision, random));
    }
    return new Probe(sample.op(), inputs);
  }

  Probe with(List<Tensor> others) {
    return new Probe(op, others);
  }

  Probe with(int input, Tensor other) {
    var changed = new ArrayList<>(inputs);
    changed.set(input, other);
    return new Probe(op, changed);
  }

  Tensor value() {
    return op.on(inputs.toArray(Tensor[]::new));
  }

  /// Returns whether derivatives flow from the result to an input.
  boolean differentiable(int input) {
    return inputs.get(input).dtype().floating() && value().dtype().floating();
  }

  boolean differentiable() {
    for (int i = 0; i < inputs.size(); i++) {
      if (differentiable(i)) {
        return true;
      }
    }
    return false;
  }

  /// Returns `Jᵀ · upstream` for every input, zeros where nothing flows.
  List<Tensor> vjp(Tensor upstream, BackwardOptions options) {
    var tracked = new ArrayList<Tensor>();
    for (var input : inputs) {
      tracked.add(input.dtype().floating() ? Derivatives.tracked(input) : input);
    }
    var result = with(tracked).value();
    if (!result.isRecorded()) {
      return inputs.stream().map(input -> Tensor.zeros(input.shape(), input.dtype())).toList();
    }
    var gradients = Derivatives.backward(result, upstream, options);
    return tracked.stream()
        .map(input ->
            gradients.find(input).orElseGet(() -> Tensor.zeros(input.shape(), input.dtype())))
        .toList();
  }

  /// Returns `Σ J · tangent` over all inputs.
  Tensor jvp(List<Tensor> tangents) {
    Tensor sum = Tensor.zeros(value().shape(), value().dtype());
    for (int i = 0; i < inputs.size(); i++) {
      if (differentiable(i)) {
        int input = i;
        sum = sum.add(Derivatives.jvp(x -> with(input, x).value(), inputs.get(i), tangents.get(i)));
      }
    }
    return sum;
  }

  /// Returns random tangents, one for each input.
  List<Tensor> tangents() {
    var random = new SplittableRandom(SEED + 1);
    return inputs.stream().map(input -> random(input.shape(), input.dtype(), random)).toList();
  }

  /// Returns a random upstream gradient.
  Tensor upstream() {
    var value = value();
    return random(value.shape(), value.dtype(), new SplittableRandom(SEED + 2));
  }

  private static Tensor random(Shape shape, DType dtype, SplittableRandom random) {
    double[] numbers = random.doubles(shape.elements(), -1, 1).toArray();
    return Tensor.of(numbers, shape).to(dtype);
  }

  static double dot(Tensor a, Tensor b) {
    double[] left = a.toDoubleArray();
    double[] right = b.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  /// Returns the sum of the absolute products: the size against which a sum of them is judged.
  static double absoluteDot(Tensor a, Tensor b) {
    double[] left = a.toDoubleArray();
    double[] right = b.toDoubleArray();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += Math.abs(left[i] * right[i]);
    }
    return sum;
  }
}
