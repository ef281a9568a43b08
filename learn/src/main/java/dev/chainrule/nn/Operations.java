package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.BatchNorm;
import dev.chainrule.op.Dropout;
import dev.chainrule.op.Embedding;
import dev.chainrule.op.LayerNorm;
import dev.chainrule.op.RmsNorm;

/// The operations behind layers of the same name.
final class Operations {
  private Operations() {}

  static Tensor dropout(Tensor x, double rate, Tensor kept) {
    return new Dropout(rate).on(x, kept);
  }

  static Tensor embedding(Tensor table, Tensor index, int padding) {
    return new Embedding(padding).on(table, index);
  }

  static Tensor layerNorm(int axes, double epsilon, Tensor... inputs) {
    return new LayerNorm(axes, epsilon).on(inputs);
  }

  static Tensor rmsNorm(int axes, double epsilon, Tensor... inputs) {
    return new RmsNorm(axes, epsilon).on(inputs);
  }

  static Tensor batchNorm(double epsilon, Tensor... inputs) {
    return new BatchNorm(epsilon).on(inputs);
  }
}
