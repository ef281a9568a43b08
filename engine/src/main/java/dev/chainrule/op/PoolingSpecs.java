package dev.chainrule.op;

import java.util.List;

/// The operations that make images of another size.
final class PoolingSpecs {
  private PoolingSpecs() {}

  static List<OpSpec> all() {
    return List.of(
        MaxPool.spec(),
        MaxPoolTake.spec(),
        MaxPoolPlace.spec(),
        ArgMaxPool.spec(),
        AveragePool.spec(),
        AveragePoolSpread.spec(),
        Resample.spec(),
        ResampleTranspose.spec(),
        GridSample.spec());
  }
}
