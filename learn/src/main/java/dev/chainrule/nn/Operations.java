package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Attention;
import dev.chainrule.op.AveragePool;
import dev.chainrule.op.BatchNorm;
import dev.chainrule.op.Convolution;
import dev.chainrule.op.ConvolutionTranspose;
import dev.chainrule.op.Cover;
import dev.chainrule.op.Dropout;
import dev.chainrule.op.Embedding;
import dev.chainrule.op.GroupNorm;
import dev.chainrule.op.HeadAttention;
import dev.chainrule.op.InstanceNorm;
import dev.chainrule.op.LayerNorm;
import dev.chainrule.op.MaxPool;
import dev.chainrule.op.ProjectedLstm;
import dev.chainrule.op.RmsNorm;
import dev.chainrule.op.Standardized;
import dev.chainrule.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The operations behind layers of the same name.
final class Operations {
  private Operations() {}

  static Tensor dropout(Tensor x, double rate, Tensor kept) {
    return new Dropout(rate).on(x, kept);
  }

  static Tensor embedding(Tensor table, Tensor index, int padding) {
    return new Embedding(padding).on(table, index);
  }

  static Tensor embeddingBag(
      EmbeddingBag.Join join,
      int padding,
      Tensor table,
      Tensor index,
      Tensor offsets,
      Optional<Tensor> weights) {
    var kind = dev.chainrule.op.EmbeddingBag.Join.valueOf(join.name());
    var op = new dev.chainrule.op.EmbeddingBag(kind, padding);
    return weights
        .map(given -> op.on(table, index, offsets, given))
        .orElseGet(() -> op.on(table, index, offsets));
  }

  static Tensor layerNorm(int axes, double epsilon, Tensor... inputs) {
    return new LayerNorm(axes, epsilon).on(inputs);
  }

  static Tensor rmsNorm(int axes, double epsilon, Tensor... inputs) {
    return new RmsNorm(axes, epsilon).on(inputs);
  }

  static Tensor groupNorm(int groups, double epsilon, Tensor... inputs) {
    return new GroupNorm(groups, epsilon).on(inputs);
  }

  static Tensor instanceNorm(double epsilon, Tensor... inputs) {
    return new InstanceNorm(epsilon).on(inputs);
  }

  static Tensor convolution(List<Window> windows, int groups, Tensor x, Tensor weight) {
    return new Convolution(windows, groups).on(x, weight);
  }

  static Tensor convolutionTranspose(
      List<Window> windows, int groups, Shape more, Tensor y, Tensor weight) {
    var places = Arrays.stream(more.sizes()).boxed().toList();
    return ConvolutionTranspose.of(windows, groups, y.shape(), places).on(y, weight);
  }

  static Tensor maxPool(List<? extends Cover> windows, Tensor x) {
    return new MaxPool(List.copyOf(windows)).on(x);
  }

  static Tensor averagePool(List<? extends Cover> windows, boolean padding, Tensor x) {
    return new AveragePool(List.copyOf(windows), padding).on(x);
  }

  static Standardized batchNorm(double epsilon, Tensor... inputs) {
    return BatchNorm.statistics(epsilon, inputs);
  }

  /// Returns the states of a recurrent layer after every step.
  static Tensor recurrent(Recurrent layer, Tensor... inputs) {
    boolean reverse = layer.unrolling().reverse();
    return switch (layer) {
      case SimpleRnn rnn -> new dev.chainrule.op.SimpleRnn(rnn.relu(), reverse).on(inputs);
      case Lstm lstm ->
          lstm.projected().isPresent()
              ? new ProjectedLstm(reverse).on(inputs)
              : new dev.chainrule.op.Lstm(reverse).on(inputs);
      case Gru gru -> new dev.chainrule.op.Gru(gru.resetAfter(), reverse).on(inputs);
    };
  }

  /// Returns attention as below, whose weights are dropped with a probability, as a key says.
  static Tensor attention(boolean causal, List<Tensor> inputs, double dropout, Tensor key) {
    return new HeadAttention(new Attention(causal, OptionalDouble.empty()))
        .dropped(dropout, key, inputs.toArray(Tensor[]::new));
  }

  /// Returns the attention of queries to keys and values `[batch, time, heads, features]`, and
  /// perhaps a mask.
  static Tensor attention(boolean causal, List<Tensor> inputs) {
    var attention = new HeadAttention(new Attention(causal, OptionalDouble.empty()));
    return inputs.size() == 3
        ? attention.on(inputs.get(0), inputs.get(1), inputs.get(2))
        : attention.on(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3));
  }
}
