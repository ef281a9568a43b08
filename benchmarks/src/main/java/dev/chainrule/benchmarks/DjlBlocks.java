package dev.chainrule.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.io.NamedTensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Blocks of DJL that start from the values of a network of Chainrule, whose shapes give theirs.
/// Images have their channels first.
final class DjlBlocks {
  private final NDManager manager;
  private final NamedTensors values;

  /// @param values by the names that Chainrule gives them
  DjlBlocks(NDManager manager, NamedTensors values) {
    this.manager = manager;
    this.values = values;
  }

  Block sequential(Block... blocks) {
    return new SequentialBlock().addAll(blocks);
  }

  Block residual(Block... blocks) {
    return new ParallelBlock(
        both -> new NDList(both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow())),
        List.of(Blocks.identityBlock(), sequential(blocks)));
  }

  Block function(Function<NDArray, NDArray> function) {
    return LambdaBlock.singleton(function);
  }

  Block relu() {
    return Activation.reluBlock();
  }

  /// Returns a dense layer.
  ///
  /// @param path of Chainrule's layer
  Block dense(String path) {
    return dense(path + ".weight", path + ".bias");
  }

  Block dense(String weight, String bias) {
    return linear(value(weight), value(bias));
  }

  /// Returns a dense layer after images are made rows: Chainrule counts their channels last.
  Block denseOfImage(String path, int size) {
    var weight = value(path + ".weight");
    int channels = weight.shape().size(0) / size / size;
    int outputs = weight.shape().size(1);
    var reordered = weight.reshape(size * size, channels, outputs).permute(1, 0, 2);
    return sequential(
        Blocks.batchFlattenBlock(), linear(reordered.reshape(-1, outputs), value(path + ".bias")));
  }

  private Block linear(Tensor weight, Tensor bias) {
    var block = Linear.builder().setUnits(bias.shape().size(0)).build();
    initialize(block, "weight", weight.transpose());
    initialize(block, "bias", bias);
    return block;
  }

  Block convolution(String path, int step) {
    var weight = value(path + ".weight");
    int window = weight.shape().size(0);
    boolean bias = values.tensors().containsKey(path + ".bias");
    var block =
        Conv2d.builder()
            .setKernelShape(new Shape(window, window))
            .setFilters(weight.shape().size(3))
            .optStride(new Shape(step, step))
            .optPadding(new Shape(window / 2, window / 2))
            .optBias(bias)
            .build();
    initialize(block, "weight", weight.permute(3, 2, 0, 1));
    if (bias) {
      initialize(block, "bias", value(path + ".bias"));
    }
    return block;
  }

  Block maxPool(int size) {
    return Pool.maxPool2dBlock(new Shape(size, size), new Shape(size, size));
  }

  Block globalAveragePool() {
    return Pool.globalAvgPool2dBlock();
  }

  Block batchNorm() {
    return BatchNorm.builder().build();
  }

  Block layerNorm() {
    return LayerNorm.builder().axis(2).build();
  }

  Block lstm(String path) {
    var block =
        LSTM.builder()
            .setNumLayers(1)
            .setStateSize(value(path + ".recurrent").shape().size(0))
            .optBatchFirst(true)
            .build();
    var initial =
        List.of(
            value(path + ".weight").transpose(),
            value(path + ".recurrent").transpose(),
            value(path + ".bias"),
            value(path + ".recurrentBias"));
    var names = block.getDirectParameters().keys();
    for (int i = 0; i < names.size(); i++) {
      initialize(block, names.get(i), initial.get(i));
    }
    return block;
  }

  /// Returns a layer that takes a vector for every whole number.
  Block embedding(String path) {
    return new DjlParameter(
        array(manager, value(path + ".weight")),
        (x, vectors) -> Embedding.embedding(x, vectors, SparseFormat.DENSE).singletonOrThrow());
  }

  /// Returns a layer that adds a vector for every place in time.
  Block positions(String path) {
    return new DjlParameter(array(manager, value(path + ".weight")), NDArray::add);
  }

  /// Returns causal attention of a sequence to itself.
  ///
  /// @param time the length of sequences
  Block attention(String path, int heads, int time) {
    var attention = new DjlAttention(manager, heads, time);
    return sequential(
        dense(path + ".weight", path + ".bias"),
        function(attention::of),
        dense(path + ".outputWeight", path + ".outputBias"));
  }

  /// Returns a layer that makes scores of every step rows of one matrix, which DJL's loss takes.
  Block rows() {
    return function(scores -> scores.reshape(-1, scores.getShape().get(2)));
  }

  private Tensor value(String name) {
    return values.get(name);
  }

  private void initialize(Block block, String parameter, Tensor value) {
    block.setInitializer((memory, shape, type) -> array(memory, value), parameter);
  }

  /// Returns images with their channels first; everything else as it is.
  static Tensor channelsFirst(Tensor input) {
    return input.shape().rank() == 4 ? input.permute(0, 3, 1, 2) : input;
  }

  static NDArray array(NDManager manager, Tensor tensor) {
    var shape = new Shape(Arrays.stream(tensor.shape().sizes()).asLongStream().toArray());
    return tensor.dtype() == DType.I32
        ? manager.create(tensor.toIntArray(), shape)
        : manager.create(tensor.toFloatArray(), shape);
  }
}
