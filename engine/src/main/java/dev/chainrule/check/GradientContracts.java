package dev.chainrule.check;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.OpSpec;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Contracts about derivatives.
final class GradientContracts {
  /// Where central differences of a smooth function in double precision lose least: `∛ε`.
  private static final double STEP = 0x1p-17;

  /// What is left of the truth in a central difference, relative to the sizes involved.
  private static final double DIFFERENCE_ERROR = 2e-8;

  /// Larger samples are left out where every element costs a whole gradient.
  private static final int SECOND_ORDER_ELEMENTS = 64;

  private GradientContracts() {}

  static void gradient(OpSpec spec, OpSpec.Sample sample) {
    var probe = Probe.of(sample, DType.F64);
    if (!probe.differentiable()) {
      return;
    }
    var upstream = probe.upstream();
    var gradients = probe.vjp(upstream, BackwardOptions.plain());
    for (int i = 0; i < gradients.size(); i++) {
      if (probe.differentiable(i)) {
        compare(spec.name(), probe, i, gradients.get(i), p -> Probe.dot(p.value(), upstream));
      }
    }
  }

  static void secondOrder(OpSpec spec, OpSpec.Sample sample) {
    var probe = Probe.of(sample, DType.F64);
    int elements = probe.inputs().stream().mapToInt(input -> input.shape().elements()).sum();
    if (!probe.differentiable() || elements > SECOND_ORDER_ELEMENTS) {
      return;
    }
    var upstream = probe.upstream();
    var tangents = probe.tangents();
    ToDoubleFunction<Probe> along =
        p -> {
          var gradients = p.vjp(upstream, BackwardOptions.plain());
          double sum = 0;
          for (int i = 0; i < gradients.size(); i++) {
            sum += p.differentiable(i) ? Probe.dot(gradients.get(i), tangents.get(i)) : 0;
          }
          return sum;
        };
    for (int i = 0; i < probe.inputs().size(); i++) {
      if (probe.differentiable(i)) {
        compare(
            spec.name() + " (second order)",
            probe,
            i,
            secondDerivative(probe, i, upstream, tangents),
            along);
      }
    }
  }

  private static Tensor secondDerivative(
      Probe probe, int input, Tensor upstream, List<Tensor> tangents) {
    return Derivatives.gradient(
            x -> {
              var gradients = probe.with(input, x).vjp(upstream, BackwardOptions.differentiable());
              Tensor sum = Tensor.scalar(0, DType.F64);
              for (int i = 0; i < gradients.size(); i++) {
                if (probe.differentiable(i)) {
                  sum = sum.add(gradients.get(i).mul(tangents.get(i)).sum());
                }
              }
              return sum;
            })
        .at(probe.inputs().get(input));
  }

  private static void compare(
      String name, Probe probe, int input, Tensor gradient, ToDoubleFunction<Probe> function) {
    var point = probe.inputs().get(input);
    double[] numbers = point.toDoubleArray();
    double[] derivative = gradient.toDoubleArray();
    double size = 1 + Math.abs(function.applyAsDouble(probe));
    for (double element : derivative) {
      size = Math.max(size, Math.abs(element));
    }
    for (int i = 0; i < numbers.length; i++) {
      double difference = difference(probe, input, numbers, i, function);
      if (!(Math.abs(difference - derivative[i]) <= DIFFERENCE_ERROR * size)) {
        throw new ContractException(
            "%s: the derivative by element %d of input %d is %s, central differences say %s (allowed difference %.3g)"
                .formatted(name, i, input, derivative[i], difference, DIFFERENCE_ERROR * size));
      }
    }
  }

  private static double difference(
      Probe probe, int input, double[] numbers, int i, ToDoubleFunction<Probe> function) {
    double step = STEP * Math.max(1, Math.abs(numbers[i]));
    double above = function.applyAsDouble(moved(probe, input, numbers, i, step));
    double below = function.applyAsDouble(moved(probe, input, numbers, i, -step));
    return (above - below) / (2 * step);
  }

  private static Probe moved(Probe probe, int input, double[] numbers, int i, double step) {
    double[] changed = numbers.clone();
    changed[i] += step;
    return probe.with(input, Tensor.of(changed, probe.inputs().get(input).shape()));
  }

  static void transpose(OpSpec spec, OpSpec.Sample sample) {
    var probe = Probe.of(sample, DType.F64);
    if (!probe.differentiable()) {
      return;
    }
    var upstream = probe.upstream();
    var tangents = probe.tangents();
    var gradients = probe.vjp(upstream, BackwardOptions.plain());
    var forward = probe.jvp(tangents);
    double left = Probe.dot(upstream, forward);
    double right = 0;
    double size = Probe.absoluteDot(upstream, forward);
    for (int i = 0; i < gradients.size(); i++) {
      if (probe.differentiable(i)) {
        right += Probe.dot(gradients.get(i), tangents.get(i));
        size += Probe.absoluteDot(gradients.get(i), tangents.get(i));
      }
    }
    if (!(Math.abs(left - right) <= 1e-12 * size)) {
      throw new ContractException(
          "%s: <u, J v> is %s but <Jᵀ u, v> is %s: forward and reverse mode differ"
              .formatted(spec.name(), left, right));
    }
  }

  static void gradientType(OpSpec spec, OpSpec.Sample sample) {
    for (var precision : List.of(DType.F32, DType.F64)) {
      var probe = Probe.of(sample, precision);
      if (probe.differentiable()) {
        var gradients = probe.vjp(probe.upstream(), BackwardOptions.plain());
        for (int i = 0; i < gradients.size(); i++) {
          check(spec, i, probe.inputs().get(i), gradients.get(i));
        }
      }
    }
  }

  private static void check(OpSpec spec, int i, Tensor input, Tensor gradient) {
    if (!gradient.type().equals(input.type())) {
      throw new ContractException(
          "%s: input %d is %s, its gradient %s"
              .formatted(spec.name(), i, input.type(), gradient.type()));
    }
    for (double element : gradient.toDoubleArray()) {
      if (!Double.isFinite(element)) {
        throw new ContractException(
            "%s: the gradient of input %d holds %s".formatted(spec.name(), i, element));
      }
    }
  }
}
