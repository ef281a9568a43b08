package dev.chainrule.check;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.kernel.Workers;
import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Reshape;
import dev.chainrule.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Contracts that demand the same bits whatever memory and threads look like.
final class LayoutContracts {
  private static final int DEFAULT_GRAIN = 1 << 15;

  private LayoutContracts() {}

  static void layout(OpSpec spec, OpSpec.Sample sample) {
    for (var precision : List.of(DType.F32, DType.F64)) {
      var probe = Probe.of(sample, precision);
      var plain = everything(probe);
      same(spec, "columns stored first", plain, laidOut(probe, LayoutContracts::columnsFirst));
      same(spec, "every second element", plain, laidOut(probe, LayoutContracts::spread));
      var repeated = probe.with(probe.inputs().stream().map(LayoutContracts::repeat).toList());
      same(spec, "repeated", everything(laid(repeated, t -> t.add(zero(t)))), everything(repeated));
    }
  }

  private static Tensor zero(Tensor tensor) {
    return Tensor.zeros(tensor.shape(), tensor.dtype());
  }

  private static Probe laid(Probe probe, UnaryOperator<Tensor> layout) {
    return probe.with(
        probe.inputs().stream()
            .map(input -> input.dtype().floating() ? layout.apply(input) : input)
            .toList());
  }

  private static List<Tensor> laidOut(Probe probe, UnaryOperator<Tensor> layout) {
    return everything(probe.with(probe.inputs().stream().map(layout).toList()));
  }

  /// The same elements, with the axes stored in reverse order.
  private static Tensor columnsFirst(Tensor tensor) {
    int rank = tensor.shape().rank();
    int[] reversed = new int[rank];
    Arrays.setAll(reversed, axis -> rank - 1 - axis);
    var turned = tensor.permute(reversed);
    return Tensor.of(Reshape.contiguous(turned), turned.type()).permute(reversed);
  }

  /// The same elements, with a gap before each of them.
  private static Tensor spread(Tensor tensor) {
    int[] sizes = tensor.shape().sizes();
    int[] wide = Arrays.copyOf(sizes, sizes.length + 1);
    wide[sizes.length] = 2;
    var gaps = Storage.allocate(tensor.dtype().element(), wide);
    var strides = Arrays.copyOf(gaps.strides(), sizes.length);
    var view = Tensor.of(gaps.view(gaps.offset() + 1, strides), tensor.type());
    var copied = Reshape.contiguous(tensor);
    for (int i = 0; i < tensor.shape().elements(); i++) {
      System.arraycopy(
          copied.array(), copied.offset() + i, gaps.array(), gaps.offset() + 2 * i + 1, 1);
    }
    return view;
  }

  /// The first element everywhere, stored once.
  private static Tensor repeat(Tensor tensor) {
    if (!tensor.dtype().floating() || tensor.shape().elements() == 0) {
      return tensor;
    }
    var strides = new int[tensor.shape().rank()];
    return Tensor.of(tensor.storage().view(tensor.storage().offset(), strides), tensor.type());
  }

  static void unchanged(OpSpec spec, OpSpec.Sample sample) {
    var probe = Probe.of(sample, DType.F32);
    var before = probe.inputs().stream().map(Tensor::toDoubleArray).toList();
    everything(probe);
    for (int i = 0; i < before.size(); i++) {
      if (!Arrays.equals(before.get(i), probe.inputs().get(i).toDoubleArray())) {
        throw new ContractException("%s: input %d was changed".formatted(spec.name(), i));
      }
    }
  }

  static void threads(OpSpec spec, OpSpec.Sample sample) {
    int before = Workers.threads();
    Loops.grain(1);
    try {
      for (var precision : List.of(DType.F32, DType.F64)) {
        var probe = Probe.of(sample, precision);
        Workers.threads(1);
        var one = everything(probe);
        for (int threads = 2; threads <= 3; threads++) {
          Workers.threads(threads);
          same(spec, threads + " threads", one, everything(probe));
        }
      }
    } finally {
      Loops.grain(DEFAULT_GRAIN);
      Workers.threads(before);
    }
  }

  static void compiled(OpSpec spec, OpSpec.Sample sample) {
    for (var precision : List.of(DType.F32, DType.F64)) {
      var probe = Probe.of(sample, precision);
      var eager = everything(probe);
      var inputs = probe.inputs().toArray(Tensor[]::new);
      Program<List<Tensor>> program =
          Program.compile(inputs.length, given -> everything(probe.with(given)));
      same(spec, "compiled", eager, program.run(inputs));
      same(spec, "compiled and run again", eager, program.run(inputs));
      program.audit(inputs);
    }
  }

  /// Returns the result and all gradients.
  static List<Tensor> everything(Probe probe) {
    var all = new ArrayList<Tensor>();
    all.add(probe.value());
    if (probe.differentiable()) {
      all.addAll(probe.vjp(probe.upstream(), BackwardOptions.plain()));
    }
    return all;
  }

  private static void same(OpSpec spec, String what, List<Tensor> expected, List<Tensor> actual) {
    for (int i = 0; i < expected.size(); i++) {
      double[] left = expected.get(i).toDoubleArray();
      double[] right = actual.get(i).toDoubleArray();
      for (int k = 0; k < left.length; k++) {
        if (Double.doubleToLongBits(left[k]) != Double.doubleToLongBits(right[k])) {
          throw new ContractException(
              "%s: with inputs %s, element %d of %s is %s instead of %s"
                  .formatted(
                      spec.name(),
                      what,
                      k,
                      i == 0 ? "the result" : "the gradient of input " + (i - 1),
                      right[k],
                      left[k]));
        }
      }
    }
  }
}
