package dev.chainrule.nn;

import dev.chainrule.Tensor;
import dev.chainrule.op.Dropout;
import dev.chainrule.op.Embedding;

/// The operations behind layers of the same name.
final class Operations {
  private Operations() {}

  static Tensor dropout(Tensor x, double rate, Tensor kept) {
    return new Dropout(rate).on(x, kept);
  }

  static Tensor embedding(Tensor table, Tensor index, int padding) {
    return new Embedding(padding).on(table, index);
  }
}
