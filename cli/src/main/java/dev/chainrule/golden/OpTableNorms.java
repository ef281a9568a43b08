package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Axes;
import dev.chainrule.op.BatchNorm;
import dev.chainrule.op.BatchNormInference;
import dev.chainrule.op.CosineSimilarity;
import dev.chainrule.op.Distances;
import dev.chainrule.op.GroupNorm;
import dev.chainrule.op.InstanceNorm;
import dev.chainrule.op.LayerNorm;
import dev.chainrule.op.LocalResponseNorm;
import dev.chainrule.op.Mean;
import dev.chainrule.op.Norm;
import dev.chainrule.op.Normalize;
import dev.chainrule.op.RmsNorm;
import dev.chainrule.op.StandardDeviation;
import dev.chainrule.op.Variance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Spreads, norms, and functions that bring elements to one scale. PyTorch's channels are axis 1,
/// Chainrule's the last one.
final class OpTableNorms {
  private OpTableNorms() {}

  static void fill(OpTable table) {
    addSpreads(table);
    addNorms(table);
    addScaled(table);
    table.one("softmax", a -> a.x().softmax(a.integer("dim")));
    table.one("log_softmax", a -> a.x().logSoftmax(a.integer("dim")));
    table.one("softmin", a -> a.x().neg().softmax(a.integer("dim")));
    table.one("gumbel_softmax_given_noise", OpTableNorms::gumbel);
  }

  private static void addSpreads(OpTable table) {
    table.one("var", OpTableNorms::variance);
    table.one("std", OpTableNorms::deviation);
    table.add("var_mean", a -> Map.of("var", variance(a), "mean", mean(a)));
    table.add("std_mean", a -> Map.of("std", deviation(a), "mean", mean(a)));
  }

  private static Axes axes(Arguments a) {
    return Axes.of(a.axes());
  }

  private static Tensor mean(Arguments a) {
    return new Mean(axes(a), a.keepDim()).on(a.x());
  }

  private static Tensor variance(Arguments a) {
    return new Variance(axes(a), a.keepDim(), a.integer("correction", 1)).on(a.x());
  }

  private static Tensor deviation(Arguments a) {
    return new StandardDeviation(axes(a), a.keepDim(), a.integer("correction", 1)).on(a.x());
  }

  private static void addNorms(OpTable table) {
    table.one("norm", a -> new Norm(a.number("ord", 2), axes(a), a.keepDim()).on(a.x()));
    table.one("cdist", a -> Distances.between(a.a(), a.b(), a.number("p", 2)));
    table.one(
        "pairwise_distance", a -> Distances.of(a.a(), a.b(), a.number("p", 2), 1e-6, a.keepDim()));
    table.one(
        "cosine_similarity",
        a -> new CosineSimilarity(a.integer("dim", 1), a.number("eps", 1e-8)).on(a.a(), a.b()));
    table.one(
        "normalize",
        a -> {
          var axis = Axes.of(a.integer("dim", 1));
          return new Normalize(a.number("p", 2), axis, a.number("eps", 1e-12)).on(a.x());
        });
  }

  private static void addScaled(OpTable table) {
    table.one(
        "layer_norm",
        a -> new LayerNorm(normalized(a), a.number("eps", 1e-5)).on(withAffine(a, a.x())));
    table.one(
        "rms_norm",
        a -> new RmsNorm(normalized(a), a.number("eps", Math.ulp(1.0))).on(withAffine(a, a.x())));
    table.add("batch_norm", OpTableNorms::batchNorm);
    table.add("instance_norm", OpTableNorms::instanceNorm);
    table.one("renorm", OpTableNorms::renormed);
    table.one(
        "local_response_norm",
        a -> {
          var op =
              new LocalResponseNorm(
                  a.integer("size"),
                  a.number("alpha", 1e-4),
                  a.number("beta", 0.75),
                  a.number("k", 1));
          return LayerTable.channelsFirst(op.on(LayerTable.channelsLast(a.x())));
        });
    table.one(
        "group_norm",
        a -> {
          var x = LayerTable.channelsLast(a.x());
          var op = new GroupNorm(a.integer("num_groups"), a.number("eps", 1e-5));
          return LayerTable.channelsFirst(op.on(withAffine(a, x)));
        });
  }

  private static int normalized(Arguments a) {
    return a.integers("normalized_shape").length;
  }

  private static Tensor[] withAffine(Arguments a, Tensor... first) {
    var all = new ArrayList<>(List.of(first));
    a.find("weight").ifPresent(all::add);
    a.find("bias").ifPresent(all::add);
    return all.toArray(Tensor[]::new);
  }

  private static Map<String, Tensor> batchNorm(Arguments a) {
    var x = LayerTable.channelsLast(a.x());
    double epsilon = a.number("eps", 1e-5);
    double share = a.number("momentum", 0.1);
    boolean training = a.attributes().flag("training", true);
    var results = new LinkedHashMap<String, Tensor>();
    a.find("running_mean").ifPresent(mean -> results.put("running_mean_after", mean));
    a.find("running_var").ifPresent(variance -> results.put("running_var_after", variance));
    if (training) {
      int[] others = IntStream.range(0, x.shape().rank() - 1).toArray();
      results.computeIfPresent(
          "running_mean_after", (_, mean) -> moved(mean, x.mean(others), share));
      results.computeIfPresent(
          "running_var_after", (_, variance) -> moved(variance, Variance.of(x, 1, others), share));
    }
    var y =
        training
            ? new BatchNorm(epsilon).on(withAffine(a, x))
            : new BatchNormInference(epsilon)
                .on(withAffine(a, x, a.tensor("running_mean"), a.tensor("running_var")));
    results.put("y", LayerTable.channelsFirst(y));
    return results;
  }

  /// Slices that are too long become shorter.
  private static Tensor renormed(Arguments a) {
    var x = a.x();
    int kept = x.shape().axis(a.integer("dim"));
    double most = a.number("maxnorm");
    int[] others = IntStream.range(0, x.shape().rank()).filter(axis -> axis != kept).toArray();
    var lengths = new Norm(a.number("p"), Axes.of(others), true).on(x);
    var factors = Tensor.full(lengths.shape(), most, x.dtype()).div(lengths.add(1e-7));
    return lengths.gt(most).where(x.mul(factors), x);
  }

  /// Running numbers move towards the means over the batch of each image's own.
  private static Map<String, Tensor> instanceNorm(Arguments a) {
    var x = LayerTable.channelsLast(a.x());
    double epsilon = a.number("eps", 1e-5);
    double share = a.number("momentum", 0.1);
    boolean own = a.attributes().flag("use_input_stats", true);
    int[] places = IntStream.range(1, x.shape().rank() - 1).toArray();
    var results = new LinkedHashMap<String, Tensor>();
    a.find("running_mean").ifPresent(mean -> results.put("running_mean_after", mean));
    a.find("running_var").ifPresent(variance -> results.put("running_var_after", variance));
    if (own) {
      results.computeIfPresent(
          "running_mean_after", (_, mean) -> moved(mean, x.mean(places).mean(0), share));
      results.computeIfPresent(
          "running_var_after",
          (_, variance) -> moved(variance, Variance.of(x, 1, places).mean(0), share));
    }
    var y =
        own
            ? new InstanceNorm(epsilon).on(withAffine(a, x))
            : new BatchNormInference(epsilon)
                .on(withAffine(a, x, a.tensor("running_mean"), a.tensor("running_var")));
    results.put("y", LayerTable.channelsFirst(y));
    return results;
  }

  private static Tensor moved(Tensor running, Tensor to, double share) {
    return running.mul(1 - share).add(to.detach().mul(share));
  }

  private static Tensor gumbel(Arguments a) {
    var noise = Arithmetic.NEG.on(a.tensor("u").log().neg().log());
    return a.x().add(noise).div(a.number("tau")).softmax(-1);
  }
}
