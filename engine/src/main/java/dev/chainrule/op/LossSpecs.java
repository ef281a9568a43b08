package dev.chainrule.op;

import java.util.ArrayList;
import java.util.List;

/// The losses.
final class LossSpecs {
  private LossSpecs() {}

  static List<OpSpec> all() {
    var specs =
        new ArrayList<>(
            List.of(CrossEntropy.spec(), SoftCrossEntropy.spec(), NegativeLogLikelihood.spec()));
    specs.addAll(AggregateLoss.specs());
    specs.addAll(
        List.of(
            MultiMargin.spec(),
            MultiLabelMargin.spec(),
            MultiLabelSoftMargin.spec(),
            CosineEmbedding.spec(),
            MarginRanking.spec(),
            TripletMargin.spec(),
            Ctc.spec()));
    return specs;
  }
}
