package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy between predicted class scores and true probabilities of the classes.
///
/// `lossᵢ = −Σ_c q_ic · w_c · ln softmax(scoresᵢ)_c`, where `q = (1 − ε) · targets + ε/classes`.
/// The mean divides by the number of examples.
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[…, classes]` | any numbers, natural-log units |
/// | targets | `[…, classes]` | probabilities, which sum to 1 along the last axis |
/// | weights | `[classes]`, may be left out | one factor for each class |
///
/// **Gradient**: `dscores = (softmax(scores) · Σ_c T − T) · dlossᵢ` with `T = q·w`.
///
/// @param aggregate what becomes of the examples' losses
/// @param smoothing `ε`, how much of each target is spread over all classes, `0 ≤ ε < 1`
public record SoftCrossEntropy(Aggregate aggregate, double smoothing) implements ExampleLoss {

  /// @throws IllegalArgumentException if `smoothing` is out of range
  public SoftCrossEntropy {
    CrossEntropy.checkSmoothing("softCrossEntropy", smoothing);
  }

  /// Returns the mean for scores and probabilities `[…, classes]`.
  public static Tensor of(Tensor scores, Tensor targets) {
    return new SoftCrossEntropy(Aggregate.MEAN, 0).on(scores, targets);
  }

  @Override
  public String name() {
    return "softCrossEntropy";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    return ClassLabels.typeOfTargets(name(), inputs);
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    int classes = inputs.getFirst().shape().size(-1);
    var targets = inputs.get(1).to(dtype);
    if (smoothing > 0) {
      targets = targets.mul(1 - smoothing).add(smoothing / classes);
    }
    var weighted = inputs.size() > 2 ? targets.mul(inputs.get(2)) : targets;
    var logs = LogSoftmax.of(inputs.getFirst().to(dtype), -1);
    return CrossEntropy.TIMES.on(weighted, logs).sum(-1).neg();
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var logs = new LogSoftmax(-1).reference(List.of(inputs.getFirst()));
    int classes = logs.shape().size(-1);
    return Plain.generate(
        logs.shape().without(-1),
        index -> {
          int[] at = Arrays.copyOf(index, index.length + 1);
          double loss = 0;
          for (int c = 0; c < classes; c++) {
            at[index.length] = c;
            double share = (1 - smoothing) * inputs.get(1).get(at) + smoothing / classes;
            double weighted = inputs.size() > 2 ? share * inputs.get(2).get(c) : share;
            loss -= weighted == 0 ? 0 : weighted * logs.get(at);
          }
          return loss;
        });
  }

  static OpSpec spec() {
    var mean = new SoftCrossEntropy(Aggregate.MEAN, 0);
    return OpSpec.of(mean.name())
        .summary("Cross-entropy between predicted class scores and true probabilities.")
        .formula("loss = −(1/n) Σᵢ Σ_c q_ic · w_c · ln softmax(scoresᵢ)_c")
        .gradient("dscores = (softmax(scores) · Σ_c T − T) · dloss / n, T = q·w")
        .gradient("dtargets = −(1 − ε) · w · ln softmax(scores) · dloss / n")
        .source(
            "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network, 2015, section 2")
        .accuracy(16) // sums over classes
        .sample(mean, Input.numbers(4, 5), Input.numbers(0.0, 1, 4, 5))
        .sample(mean, Input.numbers(5), Input.numbers(0.0, 1, 5))
        .sample(
            new SoftCrossEntropy(Aggregate.NONE, 0.1),
            Input.numbers(2, 3, 4),
            Input.numbers(0.0, 1, 2, 3, 4))
        .sample(
            new SoftCrossEntropy(Aggregate.SUM, 0.2),
            Input.numbers(137, 3),
            Input.numbers(0.0, 1, 137, 3),
            Input.numbers(0.5, 2, 3))
        .misuse(
            "softCrossEntropy: targets [64] and scores [64, 10] differ; both need one number for"
                + " each class, on the last axis",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64), DType.F32))
        .misuse(
            "softCrossEntropy: class weights [3] do not fit scores [64, 10]; one for each of the 10"
                + " classes is needed",
            mean,
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(64, 10), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}
