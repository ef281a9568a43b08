package dev.chainrule.op;

import java.util.List;

/// The operations that measure spreads and lengths, and those that bring elements to one scale.
final class NormalizingSpecs {
  private NormalizingSpecs() {}

  static List<OpSpec> spreads() {
    return List.of(Variance.spec(), StandardDeviation.spec(), Norm.spec());
  }

  static List<OpSpec> all() {
    return List.of(
        LogSumExp.spec(),
        Softmax.spec(),
        LogSoftmax.spec(),
        LayerNorm.spec(),
        RmsNorm.spec(),
        BatchNorm.spec(),
        BatchNormInference.spec(),
        InstanceNorm.spec(),
        GroupNorm.spec(),
        LocalResponseNorm.spec(),
        Normalize.spec(),
        CosineSimilarity.spec());
  }
}
