package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// How far the true class's score lacks a margin over each other class's.
///
/// `lossᵢ = w[labelᵢ] · (1/classes) Σ_{c ≠ labelᵢ} max(0, margin − x[i, labelᵢ] + x[i, c])^p`
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[…, classes]` | any numbers |
/// | labels | `[…]` | whole numbers `0 .. classes − 1` |
/// | weights | `[classes]`, may be left out | one factor for each class |
///
/// **Gradient**: at the kink, where the margin is just kept, as if it were lacking.
///
/// @param aggregate what becomes of the examples' losses
/// @param margin how much larger the true class's score is to be
/// @param squared whether `p` is 2 instead of 1
public record MultiMargin(Aggregate aggregate, double margin, boolean squared)
    implements ExampleLoss {
  private static final Fused LACK = Fused.of("lack", Margins.lack(input(2), input(1), input(0)));

  /// @throws IllegalArgumentException if `margin` is not finite
  public MultiMargin {
    Margins.check("multiMargin", margin);
  }

  /// Returns the mean for scores `[…, classes]` and labels `[…]`, with a margin of 1.
  public static Tensor of(Tensor scores, Tensor labels) {
    return new MultiMargin(Aggregate.MEAN, 1, false).on(scores, labels);
  }

  @Override
  public String name() {
    return "multiMargin";
  }

  @Override
  public TensorType typeOfEach(List<TensorType> inputs) {
    var scores = inputs.get(0).shape();
    ClassLabels.checkTypes(name(), scores, inputs.get(1));
    var dtype = Normalizing.floating(name(), inputs.get(0).dtype());
    if (inputs.size() > 2) {
      ClassLabels.checkWeights(name(), scores, inputs.get(2));
      dtype = dtype.promote(inputs.get(2).dtype());
    }
    return new TensorType(inputs.get(1).shape(), dtype);
  }

  @Override
  public boolean checksElements() {
    return true;
  }

  @Override
  public void check(List<Tensor> inputs) {
    ClassLabels.check(name(), inputs.get(1), inputs.get(0).shape(), OptionalInt.empty());
  }

  @Override
  public Tensor each(List<Tensor> inputs) {
    var dtype = typeOfEach(Execution.types(inputs)).dtype();
    var scores = inputs.get(0).to(dtype);
    var labels = inputs.get(1).to(DType.I64).unsqueeze(-1);
    int classes = scores.shape().size(-1);
    var own = Gather.of(scores, -1, labels);
    var lack = LACK.on(scores, own, Tensor.scalar(margin, dtype));
    var label = Comparisons.EQ.on(labels, Tensor.range(classes));
    var terms = label.where(Tensor.scalar(0, dtype), squared ? lack.mul(lack) : lack);
    var each = terms.sum(-1).div(classes);
    return inputs.size() > 2 ? each.mul(IndexSelect.of(inputs.get(2), 0, inputs.get(1))) : each;
  }

  @Override
  public Plain referenceOfEach(List<Plain> inputs) {
    var scores = inputs.get(0);
    int classes = scores.shape().size(-1);
    return Plain.generate(
        inputs.get(1).shape(),
        index -> {
          int label = (int) inputs.get(1).get(index);
          int[] at = Arrays.copyOf(index, index.length + 1);
          at[index.length] = label;
          double own = scores.get(at);
          double loss = 0;
          for (int c = 0; c < classes; c++) {
            at[index.length] = c;
            double lack = Math.max(0, margin - own + scores.get(at));
            loss += c == label ? 0 : squared ? lack * lack : lack;
          }
          return loss / classes * (inputs.size() > 2 ? inputs.get(2).get(label) : 1);
        });
  }

  static OpSpec spec() {
    var mean = new MultiMargin(Aggregate.MEAN, 5, false);
    var spec =
        OpSpec.of(mean.name())
            .summary("How far the true class's score lacks a margin over each other class's.")
            .formula(
                "loss = (1/n) Σᵢ w[labelᵢ] · (1/classes) Σ_{c ≠ labelᵢ} max(0, margin −"
                    + " x[i, labelᵢ] + x[i, c])^p")
            .gradient(
                "dx[i, c] = w[labelᵢ] · p · max(0, …)^(p − 1) · dloss / (n · classes),"
                    + " dx[i, labelᵢ] = −Σ_c dx[i, c]")
            .source("Crammer, Singer: On the algorithmic implementation of multiclass SVMs, 2001")
            .sample(mean, Input.numbers(4, 5), Input.whole(0, 4, 4))
            .sample(mean, Input.numbers(5), Input.whole(0, 4))
            .sample(
                new MultiMargin(Aggregate.NONE, -5, false),
                Input.numbers(2, 3, 4),
                Input.whole(0, 3, 2, 3))
            .sample(
                new MultiMargin(Aggregate.SUM, 0.5, true),
                Input.distinct(67, 3),
                Input.whole(0, 2, 67),
                Input.numbers(0.5, 2, 3));
    return ClassLabels.misuses(spec, mean.name(), mean).build();
  }
}
