package dev.chainrule.op;

import java.util.List;

/// The operations that draw random numbers.
final class RandomSpecs {
  private RandomSpecs() {}

  static List<OpSpec> all() {
    return List.of(
        RandomUniform.spec(),
        RandomNormal.spec(),
        RandomBernoulli.spec(),
        RandomIntegers.spec(),
        RandomPermutation.spec(),
        SplitKey.spec());
  }
}
