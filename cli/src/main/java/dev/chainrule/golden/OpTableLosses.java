package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.loss.CrossEntropyLoss;
import dev.chainrule.op.Aggregate;
import dev.chainrule.op.AggregateLoss;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.ElementLoss;
import dev.chainrule.op.Permute;
import java.util.OptionalInt;

/// Losses. PyTorch has the classes on axis 1, or 0 for a single example, Chainrule on the last.
final class OpTableLosses {
  private static final int IGNORED = -100;

  private OpTableLosses() {}

  static void fill(OpTable table) {
    table.one("mse_loss", a -> plain(a, ElementLoss.SQUARED_ERROR));
    table.one("l1_loss", a -> plain(a, ElementLoss.ABSOLUTE_ERROR));
    table.one("soft_margin_loss", a -> plain(a, ElementLoss.SOFT_MARGIN));
    table.one("huber_loss", a -> with(a, ElementLoss.HUBER, "delta"));
    table.one("smooth_l1_loss", a -> with(a, ElementLoss.SMOOTH_ABSOLUTE_ERROR, "beta"));
    table.one("hinge_embedding_loss", a -> with(a, ElementLoss.HINGE_EMBEDDING, "margin"));
    table.one("binary_cross_entropy_with_logits", OpTableLosses::binaryCrossEntropy);
    table.one("kl_div", OpTableLosses::divergence);
    table.one("cross_entropy", OpTableLosses::crossEntropy);
  }

  private static Tensor plain(Arguments a, ElementLoss loss) {
    return new AggregateLoss(loss, aggregate(a)).on(a.x(), a.tensor("target"));
  }

  private static Tensor with(Arguments a, ElementLoss loss, String parameter) {
    var number = Tensor.scalar(a.number(parameter, 1), a.x().dtype());
    return new AggregateLoss(loss, aggregate(a)).on(a.x(), a.tensor("target"), number);
  }

  private static Aggregate aggregate(Arguments a) {
    return switch (a.text("reduction", "mean")) {
      case "mean" -> Aggregate.MEAN;
      case "sum" -> Aggregate.SUM;
      case "none" -> Aggregate.NONE;
      default -> throw new NotApplicable("a loss has no such reduction");
    };
  }

  private static Tensor join(Tensor each, Aggregate aggregate) {
    return switch (aggregate) {
      case MEAN -> each.mean();
      case SUM -> each.sum();
      case NONE -> each;
    };
  }

  private static Tensor binaryCrossEntropy(Arguments a) {
    var positive = a.find("pos_weight").orElse(Tensor.scalar(1, a.x().dtype()));
    var each = ElementLoss.BINARY_CROSS_ENTROPY.on(a.x(), a.tensor("target"), positive);
    return join(a.find("weight").map(each::mul).orElse(each), aggregate(a));
  }

  private static Tensor divergence(Arguments a) {
    boolean logarithms = a.flag("log_target");
    var target = logarithms ? a.tensor("target").exp() : a.tensor("target");
    var each = ElementLoss.KL_DIVERGENCE.on(a.x(), target);
    return a.text("reduction", "mean").equals("batchmean")
        ? each.sum().div(a.x().shape().size(0))
        : join(each, aggregate(a));
  }

  private static Tensor crossEntropy(Arguments a) {
    var scores = classesLast(a.x());
    var target = a.tensor("target");
    double smoothing = a.number("label_smoothing", 0);
    int ignored = a.integer("ignore_index", IGNORED);
    var weight = a.find("weight");
    if (target.dtype().floating()) {
      if (aggregate(a) != Aggregate.MEAN || weight.isPresent()) {
        throw new NotApplicable("probabilities as targets have the mean only");
      }
      return CrossEntropyLoss.plain().smoothing(smoothing).of(scores, classesLast(target));
    }
    var loss = new CrossEntropy(aggregate(a), smoothing, OptionalInt.of(ignored));
    return weight.map(w -> loss.on(scores, target, w)).orElseGet(() -> loss.on(scores, target));
  }

  private static Tensor classesLast(Tensor x) {
    return x.shape().rank() < 3 ? x : Permute.move(x, 1, -1);
  }
}
