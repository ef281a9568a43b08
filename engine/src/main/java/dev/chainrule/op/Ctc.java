package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.List;

/// Connectionist temporal classification: how unlikely a sequence of labels is under scores for
/// every time step, when nobody knows which label belongs to which step.
///
/// `lossᵢ = −ln Σ_paths Π_t softmax(scoresᵢ)[t, path_t]`, over all paths of classes, one for each
/// step, that become the labels once repeated classes are merged and blanks removed. The mean is
/// that of `lossᵢ / max(1, labelLengthᵢ)`.
///
/// | input | shape | values |
/// |---|---|---|
/// | scores | `[n, time, classes]` | any numbers, natural-log units |
/// | labels | `[n, longest]` | whole numbers `0 .. classes − 1` but the blank; then padding |
/// | times | `[n]` | how many steps count, from 1 to `time` |
/// | lengths | `[n]` | how many labels count, from 0 to `longest` |
///
/// Logarithms of probabilities are scores too: the softmax leaves them as they are. Labels that do
/// not fit into the steps have an infinite loss, and NaN as gradient.
///
/// **Gradient**: `dscores[i, t] = (softmax(scoresᵢ)[t] − q[t]) · dlossᵢ`, where `q[t, c]` is the
/// share of the paths, by probability, with class `c` at step `t`; 0 for steps that do not count.
///
/// **Source**: A. Graves et al., "Connectionist temporal classification", 2006, sections 3 and 4.
///
/// @param aggregate what becomes of the sequences' losses
/// @param blank the class that stands for no label
/// @param forgiving whether labels that do not fit have loss and gradient 0 instead
public record Ctc(Aggregate aggregate, int blank, boolean forgiving) implements Composite {

  /// Returns the mean for scores `[n, time, classes]` and labels `[n, longest]` with their lengths
  /// `[n]`; class 0 is the blank.
  public static Tensor of(Tensor scores, Tensor labels, Tensor times, Tensor lengths) {
    return new Ctc(Aggregate.MEAN, 0, false).on(scores, labels, times, lengths);
  }

  @Override
  public String name() {
    return "ctc";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    CtcInputs.checkTypes(inputs, blank);
    var scores = inputs.getFirst();
    return new TensorType(
        aggregate.of(Shape.of(scores.shape().size(0))),
        Normalizing.floating(name(), scores.dtype()));
  }

  @Override
  public boolean checksElements() {
    return true;
  }

  @Override
  public void check(List<Tensor> inputs) {
    CtcInputs.check(inputs, blank);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var lengths = inputs.get(3).to(DType.I64);
    var logs = LogSoftmax.of(inputs.getFirst(), -1);
    var logarithm = paths(false, logs, inputs.get(1), inputs.get(2), lengths);
    var each = unlikely(logarithm, logs);
    return aggregate == Aggregate.MEAN
        ? each.div(lengths.maximum(Tensor.scalar(1, DType.I64)).to(each.dtype())).mean()
        : aggregate.of(each);
  }

  /// Returns the logarithm of the paths' probability, or their shares.
  private Tensor paths(boolean shares, Tensor logs, Tensor labels, Tensor times, Tensor lengths) {
    return new CtcLogarithm(blank, shares)
        .on(logs, labels.to(DType.I64), times.to(DType.I64), lengths.to(DType.I64));
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () -> {
          var logs = LogSoftmax.of(tape.input(0), -1);
          var times = tape.input(2);
          var shares = paths(true, logs, tape.input(1), times, tape.input(3));
          var counts = Comparisons.LT.on(Tensor.range(logs.shape().size(1)), times.unsqueeze(-1));
          var zero = Tensor.scalar(0, logs.dtype());
          var slope = counts.unsqueeze(-1).where(logs.exp().sub(shares), zero);
          var none = shares.sum(1, 2).eq(0);
          var unfit = Tensor.scalar(forgiving ? 0 : Double.NaN, logs.dtype());
          var weight = none.where(unfit, weights(tape.upstream(), tape.input(3)));
          return slope.mul(weight.unsqueeze(-1).unsqueeze(-1));
        });
  }

  /// Returns by what each sequence's gradient is multiplied.
  private Tensor weights(Tensor upstream, Tensor lengths) {
    if (aggregate != Aggregate.MEAN) {
      return upstream;
    }
    var parts = lengths.maximum(Tensor.scalar(1, lengths.dtype())).to(upstream.dtype());
    return upstream.div(parts.mul(lengths.shape().size(0)));
  }

  /// Returns `−logarithm`, but ∞ or 0 where there is no path.
  private Tensor unlikely(Tensor logarithm, Tensor logs) {
    var none = logarithm.lt(CtcPaths.NEVER / 2);
    if (forgiving) {
      return none.where(Tensor.scalar(0, logs.dtype()), logarithm.neg());
    }
    // the logarithm of 0 times a number that depends on all scores: infinite, without a slope
    var zero = none.where(Tensor.scalar(0, logs.dtype()), Tensor.scalar(1, logs.dtype()));
    return none.where(logs.exp().sum(1, 2).mul(zero).log().neg(), logarithm.neg());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    int n = inputs.getFirst().shape().size(0);
    double[] each = new double[n];
    Arrays.setAll(each, i -> CtcInputs.reference(inputs, i, blank));
    if (aggregate == Aggregate.MEAN) {
      Arrays.setAll(each, i -> each[i] / Math.max(1, inputs.get(3).get(i)));
    }
    return aggregate.of(new Plain(Shape.of(n), each));
  }

  static OpSpec spec() {
    var mean = new Ctc(Aggregate.MEAN, 0, false);
    var spec =
        OpSpec.of("ctc")
            .summary(
                "How unlikely labels are under scores of time steps, whichever belong together.")
            .formula(
                "loss = −(1/n) Σᵢ ln Σ_paths Π_t softmax(scoresᵢ)[t, path_t] / max(1, lengthᵢ)")
            .gradient("dscoresᵢ[t] = (softmax(scoresᵢ)[t] − q[t]) · dloss / (n · max(1, lengthᵢ))")
            .source("Graves et al.: Connectionist temporal classification, 2006, sections 3 and 4")
            .accuracy(32) // sums of logarithms along the time
            .withoutEdges() // infinite scores make paths impossible, and NaN has no path
            .sample(mean, CtcInputs.sample(2, 5, 4, 2))
            .sample(new Ctc(Aggregate.NONE, 0, true), CtcInputs.sample(3, 4, 3, 1))
            .sample(new Ctc(Aggregate.SUM, 0, false), CtcInputs.sample(9, 12, 5, 5))
            .sample(mean, CtcInputs.sample(1, 1, 2, 0));
    return CtcInputs.misuses(spec, mean).build();
  }
}
