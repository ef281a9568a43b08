package dev.chainrule.check;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Ops;
import java.util.List;

/// Prints one line for every operation: a digest of all results and gradients of its samples.
///
/// Started in virtual machines with other vector widths, it must print the same.
public final class ContractDigest {
  private ContractDigest() {}

  public static void main(String[] arguments) {
    for (var spec : Ops.all()) {
      IO.println(spec.name() + " " + Long.toHexString(digest(spec)));
    }
  }

  private static long digest(OpSpec spec) {
    long digest = 17;
    for (var sample : spec.samples()) {
      for (var precision : List.of(DType.F32, DType.F64)) {
        for (var tensor : LayoutContracts.everything(Probe.of(sample, precision))) {
          digest = 31 * digest + digest(tensor);
        }
      }
    }
    return digest;
  }

  private static long digest(Tensor tensor) {
    long digest = 17;
    for (double element : tensor.toDoubleArray()) {
      digest = 1_000_003 * digest + Double.doubleToLongBits(element);
    }
    return digest;
  }
}
