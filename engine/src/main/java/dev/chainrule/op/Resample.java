package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.WeightedRows;
import java.util.List;

/// An axis with more or fewer elements, which lie between the old ones: interpolation.
///
/// Each new element is a weighted sum of neighbours. Images are resampled along one axis after the
/// other.
///
/// @param axis that is resampled; negative numbers count from the end
/// @param sampling where the new elements lie, and how they follow from the old ones
public record Resample(int axis, Sampling sampling) implements Linear {

  /// Returns images with other sizes between batch and channels.
  ///
  /// @param x `[batch, axes…, channels]`
  /// @param axes how each axis between batch and channels is resampled
  public static Tensor of(Tensor x, Sampling... axes) {
    if (x.shape().rank() != axes.length + 2) {
      throw new ShapeException(
          "resample: got %d axes between batch and channels; input is %s"
              .formatted(axes.length, x.shape()));
    }
    var y = x;
    for (int i = 0; i < axes.length; i++) {
      y = new Resample(i + 1, axes[i]).on(y);
    }
    return y;
  }

  @Override
  public String name() {
    return "resample";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.getFirst();
    int along = Axes.one(name(), axis, x.shape());
    if (!x.dtype().floating()) {
      throw new DTypeException(
          "resample: takes f32 or f64, got %s; convert with to(DType.F32)".formatted(x.dtype()));
    }
    if (x.shape().size(along) == 0) {
      throw new ShapeException(
          "resample: there is no element along axis %d of %s".formatted(axis, x.shape()));
    }
    return x.with(x.shape().with(along, sampling.size()));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var plan = plan(inputs.getFirst().shape(), axis, sampling);
    return Contiguous.bind(inputs, in -> plan.of(in.get(0), result.storage()));
  }

  /// Returns the sums that resample a shape.
  static WeightedRows plan(Shape shape, int axis, Sampling sampling) {
    var from = Lines.of(shape.sizes(), shape.axis(axis));
    var to = new Lines(from.outer(), sampling.size(), from.inner());
    var terms =
        java.util.stream.IntStream.range(0, to.size())
            .mapToObj(i -> sampling.terms(i, from.size()))
            .toList();
    int[] begins = new int[to.size() + 1];
    for (int i = 0; i < to.size(); i++) {
      begins[i + 1] = begins[i] + terms.get(i).size();
    }
    return new WeightedRows(
        from,
        to,
        begins,
        terms.stream().flatMap(List::stream).mapToInt(Sampling.Term::place).toArray(),
        terms.stream().flatMap(List::stream).mapToDouble(Sampling.Term::weight).toArray());
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new ResampleTranspose(axis, sampling, input.shape().size(axis)).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    int along = x.shape().axis(axis);
    return Plain.generate(
        x.shape().with(along, sampling.size()),
        index -> {
          int[] from = index.clone();
          double sum = 0;
          for (var term : sampling.terms(index[along], x.shape().size(along))) {
            from[along] = term.place();
            sum += term.weight() * x.values()[Plain.place(x.shape(), from)];
          }
          return sum;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("resample")
        .summary("An axis with more or fewer elements, which lie between the old ones.")
        .formula("y[i] = Σ weight[i, j] · x[j]")
        .gradient("dx[j] = Σ weight[i, j] · dy[i]")
        .source("Keys: Cubic convolution interpolation for digital image processing, 1981")
        .sample(new Resample(0, Sampling.of(5, Sampling.Mode.LINEAR)), Input.numbers(3))
        .sample(new Resample(1, Sampling.of(7, Sampling.Mode.NEAREST)), Input.numbers(2, 4, 3))
        .sample(new Resample(-2, Sampling.of(3, Sampling.Mode.NEAREST_MIDDLE)), Input.numbers(5, 3))
        .sample(new Resample(1, Sampling.of(7, Sampling.Mode.CUBIC)), Input.numbers(2, 4, 3))
        .sample(
            new Resample(1, Sampling.of(6, Sampling.Mode.LINEAR).withCorners()),
            Input.numbers(2, 4, 3))
        .sample(new Resample(1, Sampling.of(3, Sampling.Mode.LINEAR)), Input.numbers(2, 67, 2))
        .misuse(
            "resample: axis 2 does not exist; input is [3, 4]",
            new Resample(2, Sampling.of(5, Sampling.Mode.LINEAR)),
            new TensorType(Shape.of(3, 4), DType.F32))
        .misuse(
            "resample: there is no element along axis 1 of [3, 0]",
            new Resample(1, Sampling.of(5, Sampling.Mode.LINEAR)),
            new TensorType(Shape.of(3, 0), DType.F32))
        .misuse(
            "resample: takes f32 or f64, got u8; convert with to(DType.F32)",
            new Resample(1, Sampling.of(5, Sampling.Mode.LINEAR)),
            new TensorType(Shape.of(3, 4), DType.U8))
        .build();
  }
}
