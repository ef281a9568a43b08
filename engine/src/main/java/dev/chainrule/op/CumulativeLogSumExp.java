package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Extremum.Kind;
import java.util.List;

/// For every place of one axis the logarithm of the sum of the exponentials up to there, without
/// overflow.
///
/// `y = m + ln s` with the running maximum `m` and `s[i] = exp(m[i − 1] − m[i]) · s[i − 1] +
/// exp(x[i] − m[i])`.
///
/// @param axis along which; negative numbers count from the end
public record CumulativeLogSumExp(int axis) implements Composite {

  /// Returns the log-sum-exp of the elements up to every place of an axis.
  public static Tensor of(Tensor x, int axis) {
    return new CumulativeLogSumExp(axis).on(x);
  }

  @Override
  public String name() {
    return "cumulativeLogSumExp";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return Normalizing.along(name(), axis, inputs.getFirst());
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.getFirst().to(type(List.of(inputs.getFirst().type())).dtype());
    var most = new Chosen(new ArgCumulative(Kind.MAX, axis)).on(x);
    var shift = LogSumExp.finite(most);
    return new Recurrence(axis, false)
        .on(shrinking(most, false), x.sub(shift).exp())
        .log()
        .add(shift);
  }

  /// Returns `exp(y[i − 1] − y[i])` for numbers that grow, or from the other end `exp(y[i] − y[i +
  /// 1])`; equal infinities do not shrink.
  private Tensor shrinking(Tensor y, boolean reverse) {
    double nothing = reverse ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    var other = Recurrence.before(y, axis, reverse, nothing);
    var smaller = reverse ? y : other;
    var larger = reverse ? other : y;
    var ratio = smaller.sub(larger).exp();
    return Comparisons.WHERE.on(
        Comparisons.EQ.on(smaller, larger), Tensor.scalar(1, y.dtype()), ratio);
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(
        0,
        () -> {
          var y = tape.output();
          var later = new Recurrence(axis, true).on(shrinking(y, true), tape.upstream());
          return tape.input(0).sub(y).exp().mul(later);
        });
  }

  @Override
  public void forward(Forward tape) {
    tape.from(
        0,
        dx -> {
          var y = tape.output();
          var share = tape.input(0).sub(y).exp();
          return new Recurrence(axis, false).on(shrinking(y, false), share.mul(dx));
        });
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return CumulativeSum.scan(inputs.getFirst(), axis, false, LogSumExp::logAddExp);
  }

  static OpSpec spec() {
    var first = new CumulativeLogSumExp(0);
    var spec =
        OpSpec.of("cumulativeLogSumExp")
            .summary(
                "For every place of one axis the logarithm of the sum of exponentials up to there.")
            .formula("y[i] = ln(exp x[0] + … + exp x[i])")
            .gradient("dx[k] = Σ dy[i] · exp(x[k] − y[i]) over i ≥ k")
            .source("Blanchard, Higham, Higham: Accurately computing the log-sum-exp, 2021")
            .sample(first, Input.numbers(5))
            .sample(new CumulativeLogSumExp(1), Input.numbers(3, 4, 5))
            .sample(new CumulativeLogSumExp(-1), Input.numbers(-200.0, 200, 2, 67))
            .sample(new CumulativeLogSumExp(-2), Input.numbers(67, 2))
            .sample(new CumulativeLogSumExp(1), Input.numbers(3, 1))
            .sample(first, Input.numbers(0, 3));
    return Normalizing.misuses(spec, "cumulativeLogSumExp", new CumulativeLogSumExp(2)).build();
  }
}
