package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// The elements of an axis given back to those that they were sampled from: the transpose of
/// [Resample].
///
/// @param axis that was resampled; negative numbers count from the end
/// @param sampling where its elements lie
/// @param size how many elements the axis had
public record ResampleTranspose(int axis, Sampling sampling, int size) implements Linear {

  @Override
  public String name() {
    return "resampleTranspose";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    int along = Axes.one(name(), axis, from);
    if (from.size(along) != sampling.size()) {
      throw new ShapeException(
          "resampleTranspose: axis %d of %s has %d elements; sampled are %d"
              .formatted(axis, from, from.size(along), sampling.size()));
    }
    return inputs.getFirst().with(from.with(along, size));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = Resample.plan(result.shape(), axis, sampling).transposed();
    return Contiguous.bind(inputs, in -> plan.of(in.get(0), result.storage()));
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Resample(axis, sampling).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int along = x.shape().axis(axis);
    var shape = x.shape().with(along, size);
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < x.values().length; i++) {
      int[] to = Plain.index(x.shape(), i);
      for (var term : sampling.terms(to[along], size)) {
        int[] place = to.clone();
        place[along] = term.place();
        result.values()[Plain.place(shape, place)] += term.weight() * x.values()[i];
      }
    }
    return result;
  }

  static OpSpec spec() {
    return OpSpec.of("resampleTranspose")
        .summary("The elements of an axis given back to those that they were sampled from.")
        .formula("y[j] = Σ weight[i, j] · x[i]")
        .gradient("dx[i] = Σ weight[i, j] · dy[j]")
        .sample(
            new ResampleTranspose(1, Sampling.of(5, Sampling.Mode.LINEAR), 3),
            Input.numbers(2, 5, 3))
        .sample(
            new ResampleTranspose(0, Sampling.of(4, Sampling.Mode.NEAREST), 7), Input.numbers(4))
        .sample(
            new ResampleTranspose(-1, Sampling.of(9, Sampling.Mode.CUBIC), 4), Input.numbers(2, 9))
        .misuse(
            "resampleTranspose: axis 0 of [3] has 3 elements; sampled are 5",
            new ResampleTranspose(0, Sampling.of(5, Sampling.Mode.LINEAR), 2),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}
