package dev.chainrule.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// What the folds on vectors share.
final class VectorFolds {
  private VectorFolds() {}

  static VectorOperators.Associative operator(Fold fold) {
    return switch (fold) {
      case SUM -> VectorOperators.ADD;
      case PRODUCT -> VectorOperators.MUL;
      case MIN -> VectorOperators.MIN;
      case MAX -> VectorOperators.MAX;
    };
  }

  /// Returns the widest vectors of which four have at most 64 lanes.
  static VectorSpecies<Float> floats() {
    var preferred = FloatVector.SPECIES_PREFERRED;
    return preferred.length() > 16 ? FloatVector.SPECIES_512 : preferred;
  }

  /// Returns the widest vectors of which four have at most 64 lanes.
  static VectorSpecies<Double> doubles() {
    var preferred = DoubleVector.SPECIES_PREFERRED;
    return preferred.length() > 16 ? DoubleVector.SPECIES_512 : preferred;
  }

  /// Returns the shuffle that moves lane `i + by` to lane `i`.
  static <E> VectorShuffle<E> down(VectorSpecies<E> species, int by) {
    return VectorShuffle.fromOp(species, lane -> (lane + by) % species.length());
  }
}
