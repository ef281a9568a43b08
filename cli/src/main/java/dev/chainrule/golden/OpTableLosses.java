package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.op.Aggregate;
import dev.chainrule.op.AggregateLoss;
import dev.chainrule.op.CosineEmbedding;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.Ctc;
import dev.chainrule.op.ElementLoss;
import dev.chainrule.op.MarginRanking;
import dev.chainrule.op.MultiLabelMargin;
import dev.chainrule.op.MultiLabelSoftMargin;
import dev.chainrule.op.MultiMargin;
import dev.chainrule.op.NegativeLogLikelihood;
import dev.chainrule.op.Op;
import dev.chainrule.op.Permute;
import dev.chainrule.op.SoftCrossEntropy;
import dev.chainrule.op.TripletMargin;
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
    table.one("binary_cross_entropy", OpTableLosses::ofProbabilities);
    table.one("nll_loss", OpTableLosses::likelihood);
    table.one("poisson_nll_loss", OpTableLosses::poisson);
    table.one("gaussian_nll_loss", OpTableLosses::gaussian);
    table.one("ctc_loss", OpTableLosses::temporal);
    table.one("ctc_loss_logits", OpTableLosses::temporal);
    addMargins(table);
  }

  /// PyTorch has the time first. Its gradient by logarithms of probabilities is that by scores.
  private static Tensor temporal(Arguments a) {
    var loss = new Ctc(aggregate(a), a.integer("blank", 0), a.flag("zero_infinity"));
    return loss.on(
        Permute.move(a.x(), 0, 1),
        a.tensor("target"),
        a.tensor("input_lengths"),
        a.tensor("target_lengths"));
  }

  private static void addMargins(OpTable table) {
    table.one(
        "cosine_embedding_loss",
        a ->
            new CosineEmbedding(aggregate(a), a.number("margin", 0))
                .on(a.a(), a.b(), a.tensor("target")));
    table.one(
        "margin_ranking_loss",
        a ->
            new MarginRanking(aggregate(a), a.number("margin", 0))
                .on(a.a(), a.b(), a.tensor("target")));
    table.one("triplet_margin_loss", OpTableLosses::triplet);
    table.one(
        "multi_margin_loss",
        a -> {
          boolean squared = a.integer("p", 1) == 2;
          var loss = new MultiMargin(aggregate(a), a.number("margin", 1), squared);
          return weighted(a, loss, a.x(), a.tensor("target"));
        });
    table.one(
        "multilabel_margin_loss",
        a -> new MultiLabelMargin(aggregate(a)).on(a.x(), oneForEach(a.tensor("target"), a.x())));
    table.one(
        "multilabel_soft_margin_loss",
        a -> weighted(a, new MultiLabelSoftMargin(aggregate(a)), a.x(), a.tensor("target")));
  }

  private static Tensor weighted(Arguments a, Op loss, Tensor x, Tensor target) {
    return a.find("weight").map(w -> loss.on(x, target, w)).orElseGet(() -> loss.on(x, target));
  }

  /// Returns 1 for the classes that stand in a list before the first −1, and 0 for all others.
  private static Tensor oneForEach(Tensor lists, Tensor scores) {
    int classes = scores.shape().size(-1);
    long[] labels = lists.toLongArray();
    double[] ones = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      int row = i / classes * classes;
      for (int j = row; j <= i && labels[j] >= 0; j++) {
        ones[row + (int) labels[j]] = 1;
      }
    }
    return Tensor.of(ones, scores.shape());
  }

  private static Tensor triplet(Arguments a) {
    var loss =
        new TripletMargin(
            aggregate(a), a.number("margin", 1), a.number("norm_p", 2), a.flag("swap"));
    return loss.on(a.a(), a.tensor("p"), a.tensor("n"));
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

  private static Tensor binaryCrossEntropy(Arguments a) {
    var positive = a.find("pos_weight").orElse(Tensor.scalar(1, a.x().dtype()));
    var each = ElementLoss.BINARY_CROSS_ENTROPY.on(a.x(), a.tensor("target"), positive);
    return aggregate(a).of(a.find("weight").map(each::mul).orElse(each));
  }

  private static Tensor ofProbabilities(Arguments a) {
    var each = ElementLoss.BINARY_CROSS_ENTROPY_OF_PROBABILITIES.on(a.x(), a.tensor("target"));
    return aggregate(a).of(a.find("weight").map(each::mul).orElse(each));
  }

  private static Tensor likelihood(Arguments a) {
    int ignored = a.integer("ignore_index", IGNORED);
    var loss = new NegativeLogLikelihood(aggregate(a), OptionalInt.of(ignored));
    return weighted(a, loss, classesLast(a.x()), a.tensor("target"));
  }

  private static Tensor poisson(Arguments a) {
    var target = a.tensor("target");
    boolean logarithms = a.attributes().flag("log_input", true);
    var each =
        logarithms
            ? ElementLoss.POISSON.on(a.x(), target)
            : ElementLoss.POISSON_OF_RATE.on(
                a.x(), target, Tensor.scalar(a.number("eps", 1e-8), a.x().dtype()));
    return aggregate(a).of(a.flag("full") ? each.add(logarithmOfFactorial(target)) : each);
  }

  /// Returns Stirling's approximation where `t > 1`, else 0; of whole numbers in single precision.
  private static Tensor logarithmOfFactorial(Tensor t) {
    var large = t.maximum(Tensor.scalar(1, t.dtype()));
    var logarithm = large.log().mul(large).sub(large).add(large.mul(2 * Math.PI).log().mul(0.5));
    return t.gt(1).where(logarithm, Tensor.scalar(0, logarithm.dtype()));
  }

  /// PyTorch replaces small variances as if nothing had happened to the gradient.
  private static Tensor gaussian(Arguments a) {
    var variance = a.tensor("var");
    var least = Tensor.scalar(a.number("eps", 1e-6), variance.dtype());
    var replaced = variance.add(variance.maximum(least).sub(variance).detach());
    var each = ElementLoss.GAUSSIAN.on(a.x(), a.tensor("target"), replaced);
    return aggregate(a).of(a.flag("full") ? each.add(Math.log(2 * Math.PI) / 2) : each);
  }

  private static Tensor divergence(Arguments a) {
    boolean logarithms = a.flag("log_target");
    var target = logarithms ? a.tensor("target").exp() : a.tensor("target");
    var each = ElementLoss.KL_DIVERGENCE.on(a.x(), target);
    return a.text("reduction", "mean").equals("batchmean")
        ? each.sum().div(a.x().shape().size(0))
        : aggregate(a).of(each);
  }

  private static Tensor crossEntropy(Arguments a) {
    var scores = classesLast(a.x());
    var target = a.tensor("target");
    double smoothing = a.number("label_smoothing", 0);
    int ignored = a.integer("ignore_index", IGNORED);
    var loss =
        target.dtype().floating()
            ? new SoftCrossEntropy(aggregate(a), smoothing)
            : new CrossEntropy(aggregate(a), smoothing, OptionalInt.of(ignored));
    return weighted(a, loss, scores, target.dtype().floating() ? classesLast(target) : target);
  }

  private static Tensor classesLast(Tensor x) {
    return x.shape().rank() < 3 ? x : Permute.move(x, 1, -1);
  }
}
