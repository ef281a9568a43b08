package dev.chainrule.check;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Plain;
import java.util.ArrayList;
import java.util.List;

/// Contracts about results: types and values.
final class Contracts {
  private static final double[] SPECIAL = {
    0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0.5, -2, 3
  };

  private Contracts() {}

  static void type(OpSpec spec, OpSpec.Sample sample) {
    for (var precision : List.of(DType.F32, DType.F64)) {
      var probe = Probe.of(sample, precision);
      var stated = probe.op().type(probe.inputs().stream().map(Tensor::type).toList());
      var produced = probe.value().type();
      if (!stated.equals(produced)) {
        throw new ContractException(
            "%s: the shape rule says %s, produced was %s".formatted(spec.name(), stated, produced));
      }
    }
  }

  static void value(OpSpec spec, OpSpec.Sample sample) {
    compare(spec, Probe.of(sample, DType.F64), 0x1p-52);
  }

  static void singlePrecisionValue(OpSpec spec, OpSpec.Sample sample) {
    compare(spec, Probe.of(sample, DType.F32), 0x1p-23);
  }

  static void edges(OpSpec spec, OpSpec.Sample sample) {
    if (!spec.edges()) {
      return;
    }
    var plain = Probe.of(sample, DType.F64);
    var inputs = new ArrayList<Tensor>();
    for (int i = 0; i < plain.inputs().size(); i++) {
      var input = plain.inputs().get(i);
      inputs.add(input.dtype().floating() ? special(input, i) : input);
    }
    compare(spec, plain.with(inputs), 0x1p-52);
    compare(spec, plain.with(inputs.stream().map(Contracts::single).toList()), 0x1p-23);
  }

  private static Tensor single(Tensor tensor) {
    return tensor.dtype() == DType.F64 ? tensor.to(DType.F32) : tensor;
  }

  /// Every special number meets every other one as inputs move at different speeds.
  private static Tensor special(Tensor input, int speed) {
    double[] numbers = new double[input.shape().elements()];
    for (int i = 0; i < numbers.length; i++) {
      int place = speed == 0 ? i : i / SPECIAL.length + i * speed;
      numbers[i] = SPECIAL[place % SPECIAL.length];
    }
    return Tensor.of(numbers, input.shape());
  }

  private static void compare(OpSpec spec, Probe probe, double rounding) {
    var result = probe.value();
    var reference = probe.op().reference(probe.inputs().stream().map(Plain::of).toList());
    if (!result.shape().equals(reference.shape())) {
      throw new ContractException(
          "%s: the result has shape %s, the reference %s"
              .formatted(spec.name(), result.shape(), reference.shape()));
    }
    double[] computed = result.toDoubleArray();
    double scale = typical(reference.values());
    double terms = terms(probe, computed.length);
    for (int i = 0; i < computed.length; i++) {
      double expected =
          result.dtype() == DType.F32 ? (float) reference.values()[i] : reference.values()[i];
      double allowed = spec.accuracy() * rounding * terms * Math.max(Math.abs(expected), scale);
      boolean same =
          Double.compare(computed[i], expected) == 0
              || computed[i] == expected
              || Math.abs(computed[i] - expected) <= allowed;
      if (!same) {
        throw new ContractException(
            "%s: element %d of %s is %s, the reference says %s (allowed difference %.3g)"
                .formatted(spec.name(), i, result.type(), computed[i], expected, allowed));
      }
    }
  }

  /// How many numbers go into one element, at least.
  private static double terms(Probe probe, int results) {
    int most = probe.inputs().stream().mapToInt(input -> input.shape().elements()).max().orElse(1);
    return Math.max(1, (double) most / Math.max(1, results));
  }

  /// The mean size of the finite numbers.
  private static double typical(double[] values) {
    double sum = 0;
    int count = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        sum += Math.abs(value);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
