package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Cross-entropy between predicted class scores and true classes.
///
/// `lossᵢ = −Σ_c q_ic · w_c · ln softmax(scoresᵢ)_c`, where `q` is 1 at the label and 0 elsewhere
/// or, smoothed by `ε`, `1 − ε + ε/classes` at the label and `ε/classes` elsewhere. The mean
/// divides by the sum of the labels' weights.
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[…, classes]` | any numbers, natural-log units |
/// | labels | `[…]` | whole numbers `0 .. classes − 1`, or the ignored label |
/// | weights | `[classes]`, may be left out | one factor for each class |
///
/// **Gradient**: `dscores = (softmax(scores) · Σ_c T − T) · dlossᵢ` with `T = q·w`; an ignored
/// example has gradient 0. Labels have none.
///
/// @param aggregate what becomes of the examples' losses
/// @param smoothing `ε`, how much of each target is spread over all classes, `0 ≤ ε < 1`
/// @param ignored a label whose examples do not count
public record CrossEntropy(Aggregate aggregate, double smoothing, OptionalInt ignored)
    implements Composite {

  /// `a·b`, and 0 where `a` is 0 whatever `b` is
  static final Fused TIMES =
      Fused.of("times", input(0).eq(constant(0)).select(constant(0), input(0).mul(input(1))));

  /// @throws IllegalArgumentException if `smoothing` is out of range
  public CrossEntropy {
    checkSmoothing("CrossEntropy", smoothing);
  }

  static void checkSmoothing(String loss, double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "%s: smoothing %s is outside 0..1 (1 excluded)".formatted(loss, smoothing));
    }
  }

  /// Returns the mean cross-entropy of scores `[…, classes]` and labels `[…]`.
  public static Tensor of(Tensor scores, Tensor labels) {
    return new CrossEntropy(Aggregate.MEAN, 0, OptionalInt.empty()).on(scores, labels);
  }

  @Override
  public String name() {
    return "CrossEntropy";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var scores = inputs.get(0).shape();
    var labels = inputs.get(1).shape();
    ClassLabels.checkTypes(name(), scores, inputs.get(1));
    var dtype = Normalizing.floating(name(), inputs.get(0).dtype());
    if (inputs.size() > 2) {
      ClassLabels.checkWeights(name(), scores, inputs.get(2));
      dtype = dtype.promote(inputs.get(2).dtype());
    }
    return new TensorType(aggregate.of(labels), dtype);
  }

  @Override
  public boolean checksElements() {
    return true;
  }

  @Override
  public void check(List<Tensor> inputs) {
    ClassLabels.check(name(), inputs.get(1), inputs.get(0).shape(), ignored);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var target = target(inputs);
    var each = target.sum(LogSoftmax.of(inputs.getFirst(), -1)).neg();
    return switch (aggregate) {
      case NONE -> each;
      case SUM -> each.sum();
      case MEAN -> each.sum().div(target.total);
    };
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    var inputs = inputs(tape.inputs(), tape::input);
    tape.to(
        0,
        () -> {
          var target = target(inputs);
          var softmax = Softmax.of(inputs.getFirst(), -1);
          return target.valid(target.slope(softmax).mul(scale(tape.upstream(), target)));
        });
    if (inputs.size() > 2) {
      tape.to(2, () -> weightGradient(inputs, tape.upstream(), tape.output()));
    }
  }

  @Override
  public void forward(Forward tape) {
    var inputs = inputs(tape.inputs(), tape::input);
    var target = target(inputs);
    var one = Tensor.scalar(1, tape.type().dtype());
    tape.from(
        0,
        dx -> {
          var slope = target.slope(Softmax.of(inputs.getFirst(), -1)).mul(scale(one, target));
          return collect(target.valid(slope.mul(dx)));
        });
    if (inputs.size() > 2) {
      tape.from(
          2,
          dw -> {
            var slope = weightSlope(inputs, target, tape.output());
            return collect(slope.mul(scale(one, target)).mul(dw));
          });
    }
  }

  private Tensor collect(Tensor terms) {
    return aggregate == Aggregate.NONE ? terms.sum(-1) : terms.sum();
  }

  private static List<Tensor> inputs(int count, java.util.function.IntFunction<Tensor> input) {
    return java.util.stream.IntStream.range(0, count).mapToObj(input).toList();
  }

  /// Returns what the gradient of one example's loss is, with an axis for the classes.
  private Tensor scale(Tensor upstream, Target target) {
    return switch (aggregate) {
      case NONE -> Reshape.of(upstream, upstream.shape().concat(Shape.of(1)).sizes());
      case SUM -> upstream;
      case MEAN -> upstream.div(target.total);
    };
  }

  private Tensor weightGradient(List<Tensor> inputs, Tensor upstream, Tensor output) {
    var target = target(inputs);
    return weightSlope(inputs, target, output).mul(scale(upstream, target));
  }

  /// Returns the derivative of `Σ loss` by the weights before the sum over examples; for the mean,
  /// whose divisor depends on the weights too, of `total · mean`.
  private Tensor weightSlope(List<Tensor> inputs, Target target, Tensor output) {
    var logs = LogSoftmax.of(inputs.getFirst(), -1);
    var slope = TIMES.on(target.share, logs).neg();
    return aggregate == Aggregate.MEAN
        ? slope.sub(target.label.to(output.dtype()).mul(output))
        : slope;
  }

  private Target target(List<Tensor> inputs) {
    var scores = inputs.getFirst();
    var dtype = type(Execution.types(inputs)).dtype();
    int classes = scores.shape().size(-1);
    var labels = inputs.get(1).to(DType.I64);
    labels = Reshape.of(labels, labels.shape().concat(Shape.of(1)).sizes());
    Optional<Tensor> valid = Optional.empty();
    if (ignored.isPresent()) {
      var gone = Comparisons.EQ.on(labels, Tensor.scalar(ignored.getAsInt(), DType.I64));
      labels = Comparisons.WHERE.on(gone, Tensor.scalar(-1, DType.I64), labels);
      valid = Optional.of(Comparisons.NOT.on(gone));
    }
    var label = Comparisons.EQ.on(labels, Tensor.range(classes));
    var share = label.to(dtype);
    if (smoothing > 0) {
      share = share.mul(1 - smoothing).add(smoothing / classes);
    }
    if (valid.isPresent()) {
      share = Comparisons.WHERE.on(valid.get(), share, Tensor.scalar(0, dtype));
    }
    return Target.of(
        label, share, valid, inputs.size() > 2 ? Optional.of(inputs.get(2)) : Optional.empty());
  }

  /// What the predictions are compared with, with an axis for the classes.
  ///
  /// @param label whether a class is the labelled one
  /// @param share `q`
  /// @param weighted `T`
  /// @param valid whether the example counts; absent if all do
  /// @param certain whether `T` sums to 1 for every example
  /// @param total the sum of the labels' weights
  private record Target(
      Tensor label,
      Tensor share,
      Tensor weighted,
      Optional<Tensor> valid,
      boolean certain,
      Tensor total) {

    static Target of(Tensor label, Tensor share, Optional<Tensor> valid, Optional<Tensor> weights) {
      var weighted = weights.map(share::mul).orElse(share);
      boolean certain = valid.isEmpty() && weights.isEmpty();
      var dtype = weighted.dtype();
      var labels = label.to(dtype);
      var total =
          certain
              ? Tensor.scalar(label.shape().without(-1).elements(), dtype)
              : weights.map(labels::mul).orElse(labels).sum();
      return new Target(label, share, weighted, valid, certain, total);
    }

    /// Returns `Σ_c T · logs`.
    Tensor sum(Tensor logs) {
      return TIMES.on(weighted, logs).sum(-1);
    }

    /// Returns `softmax · Σ_c T − T`.
    Tensor slope(Tensor softmax) {
      return certain
          ? softmax.sub(weighted)
          : softmax.mul(new Sum(Axes.of(-1), true).on(weighted)).sub(weighted);
    }

    /// Returns 0 for examples that do not count.
    Tensor valid(Tensor x) {
      return valid
          .map(counts -> Comparisons.WHERE.on(counts, x, Tensor.scalar(0, x.dtype())))
          .orElse(x);
    }
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var logs = new LogSoftmax(-1).reference(List.of(inputs.getFirst()));
    var labels = inputs.get(1);
    int classes = logs.shape().size(-1);
    double total = 0;
    double[] losses = new double[labels.values().length];
    for (int i = 0; i < losses.length; i++) {
      int label = (int) labels.values()[i];
      if (ignored.isEmpty() || label != ignored.getAsInt()) {
        total += inputs.size() > 2 ? inputs.get(2).get(label) : 1;
        for (int c = 0; c < classes; c++) {
          double share = (c == label ? 1 - smoothing : 0) + smoothing / classes;
          double weight = inputs.size() > 2 ? inputs.get(2).get(c) : 1;
          losses[i] -= share == 0 ? 0 : share * weight * logs.values()[i * classes + c];
        }
      }
    }
    double sum = Arrays.stream(losses).sum();
    return switch (aggregate) {
      case NONE -> new Plain(labels.shape(), losses);
      case SUM -> new Plain(Shape.of(), sum);
      case MEAN -> new Plain(Shape.of(), sum / total);
    };
  }

  static OpSpec spec() {
    var mean = new CrossEntropy(Aggregate.MEAN, 0, OptionalInt.empty());
    var spec =
        OpSpec.of("CrossEntropy")
            .summary("Cross-entropy between predicted class scores and true classes.")
            .formula("loss = −(1/Σw) Σᵢ Σ_c q_ic · w_c · ln softmax(scoresᵢ)_c")
            .gradient("dscores = (softmax(scores) · Σ_c T − T) · dloss / Σw, T = q·w")
            .source(
                "Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.2.2.3; smoothing:"
                    + " Szegedy et al.: Rethinking the Inception architecture, 2016, section 7")
            .sample(mean, Input.numbers(4, 5), Input.whole(0, 4, 4))
            .sample(
                new CrossEntropy(Aggregate.NONE, 0, OptionalInt.of(1)),
                Input.numbers(2, 3, 4),
                Input.whole(0, 3, 2, 3))
            .sample(
                new CrossEntropy(Aggregate.SUM, 0.1, OptionalInt.empty()),
                Input.numbers(137, 3),
                Input.whole(0, 2, 137))
            .sample(
                new CrossEntropy(Aggregate.MEAN, 0.2, OptionalInt.of(2)),
                Input.numbers(9, 3),
                Input.whole(0, 2, 9),
                Input.numbers(0.5, 2, 3));
    return ClassLabels.misuses(spec, "CrossEntropy", mean).build();
  }
}
