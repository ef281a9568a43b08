package dev.chainrule.op;

import java.util.List;

/// The operations of windows that slide over images.
final class PoolingSpecs {
  private PoolingSpecs() {}

  static List<OpSpec> all() {
    return List.of(
        MaxPool.spec(),
        MaxPoolTake.spec(),
        MaxPoolPlace.spec(),
        ArgMaxPool.spec(),
        AveragePool.spec(),
        AveragePoolSpread.spec());
  }
}
