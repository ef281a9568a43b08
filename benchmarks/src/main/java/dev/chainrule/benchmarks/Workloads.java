package dev.chainrule.benchmarks;

import static dev.chainrule.learn.Chainrule.adam;
import static dev.chainrule.learn.Chainrule.adamW;
import static dev.chainrule.learn.Chainrule.batchNorm;
import static dev.chainrule.learn.Chainrule.conv2d;
import static dev.chainrule.learn.Chainrule.crossEntropy;
import static dev.chainrule.learn.Chainrule.dense;
import static dev.chainrule.learn.Chainrule.embedding;
import static dev.chainrule.learn.Chainrule.flatten;
import static dev.chainrule.learn.Chainrule.globalAveragePool;
import static dev.chainrule.learn.Chainrule.layerNorm;
import static dev.chainrule.learn.Chainrule.learnedPositions;
import static dev.chainrule.learn.Chainrule.lstm;
import static dev.chainrule.learn.Chainrule.maxPool2d;
import static dev.chainrule.learn.Chainrule.meanSquaredError;
import static dev.chainrule.learn.Chainrule.relu;
import static dev.chainrule.learn.Chainrule.sequential;
import static dev.chainrule.learn.Chainrule.sgd;
import static dev.chainrule.learn.Chainrule.sigmoid;
import static dev.chainrule.learn.Chainrule.tanh;
import static dev.chainrule.learn.Chainrule.transformerEncoder;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Batch;
import dev.chainrule.nn.Conv;
import dev.chainrule.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The networks that are compared, on random numbers.
final class Workloads {
  /// Libraries disagree on what ε is added to: to √v before or after its correction. It is so small
  /// that they do the same.
  private static final double NEGLIGIBLE = 1e-12;

  private Workloads() {}

  static List<Workload> all() {
    return List.of(small(), wide(), images(), deep(), recurrent(), transformer(), tiny());
  }

  private static Workload small() {
    return new Workload(
        "W1",
        "784-128-10, batch 64, SGD",
        labelled(uniform(64, 784), 10, 64),
        sequential(dense(128), relu(), dense(10)),
        djl -> djl.sequential(djl.dense("0"), djl.relu(), djl.dense("2")),
        crossEntropy(),
        sgd(0.1));
  }

  private static Workload wide() {
    return new Workload(
        "W2",
        "784-2048-2048-10, batch 256, Adam",
        labelled(uniform(256, 784), 10, 256),
        sequential(dense(2048), relu(), dense(2048), relu(), dense(10)),
        djl ->
            djl.sequential(djl.dense("0"), djl.relu(), djl.dense("2"), djl.relu(), djl.dense("4")),
        crossEntropy(),
        adam(1e-4).epsilon(NEGLIGIBLE));
  }

  private static Workload images() {
    return new Workload(
        "W3",
        "28x28: conv 5x5x32, pool, conv 5x5x64, pool, dense 512, dense 10, batch 128, Adam",
        labelled(uniform(128, 28, 28, 1), 10, 128),
        sequential(
            conv2d(32, 5).padded(2),
            relu(),
            maxPool2d(2),
            conv2d(64, 5).padded(2),
            relu(),
            maxPool2d(2),
            flatten(),
            dense(512),
            relu(),
            dense(10)),
        djl ->
            djl.sequential(
                djl.convolution("0", 1),
                djl.relu(),
                djl.maxPool(2),
                djl.convolution("3", 1),
                djl.relu(),
                djl.maxPool(2),
                djl.denseOfImage("7", 7),
                djl.relu(),
                djl.dense("9")),
        crossEntropy(),
        adam(1e-4).epsilon(NEGLIGIBLE));
  }

  private static Workload deep() {
    int[] channels = {64, 64, 128, 128, 256, 256};
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < channels.length; i++) {
      layers.add(convolution(channels[i], step(i)));
      layers.add(batchNorm());
      layers.add(relu());
    }
    layers.add(globalAveragePool());
    layers.add(dense(10));
    return new Workload(
        "W4",
        "32x32x3: six 3x3 convolutions 64-64-128-128-256-256 with batch norm, batch 64, momentum",
        labelled(uniform(64, 32, 32, 3), 10, 64),
        sequential(layers.toArray(Layer[]::new)),
        djl -> {
          var blocks = new ArrayList<Block>();
          for (int i = 0; i < channels.length; i++) {
            blocks.add(djl.convolution("" + 3 * i, step(i)));
            blocks.add(djl.batchNorm());
            blocks.add(djl.relu());
          }
          blocks.add(djl.globalAveragePool());
          blocks.add(djl.dense("19"));
          return djl.sequential(blocks.toArray(Block[]::new));
        },
        crossEntropy(),
        sgd(0.01).momentum(0.9));
  }

  private static Conv convolution(int outputs, int step) {
    return conv2d(outputs, 3).padded(1).step(step).withoutBias();
  }

  /// The third and the fifth convolution halve their images.
  private static int step(int convolution) {
    return convolution == 2 || convolution == 4 ? 2 : 1;
  }

  private static Workload recurrent() {
    return new Workload(
        "W5",
        "LSTM 64 to 256, 64 steps, dense 64 at each step, batch 32, Adam",
        labelled(uniform(32, 64, 64), 64, 32, 64),
        sequential(lstm(256), dense(64)),
        djl -> djl.sequential(djl.lstm("0"), djl.dense("1"), djl.rows()),
        crossEntropy(),
        adam(1e-3).epsilon(NEGLIGIBLE));
  }

  private static Workload transformer() {
    int time = 128;
    int size = 128;
    int heads = 4;
    int depth = 4;
    int characters = 65;
    var layers = new ArrayList<Layer>(List.of(embedding(characters, size), learnedPositions(time)));
    for (int i = 0; i < depth; i++) {
      layers.add(transformerEncoder(heads, 4 * size).withCausal());
    }
    layers.add(layerNorm());
    layers.add(dense(characters));
    return new Workload(
        "W6",
        "character GPT: 4 layers, 4 heads, width 128, context 128, vocabulary 65, batch 16, AdamW",
        labelled(whole(characters, 16, time), characters, 16, time),
        sequential(layers.toArray(Layer[]::new)),
        djl -> djl.sequential(transformer(djl, depth, heads, time)),
        crossEntropy(),
        adamW(1e-4).epsilon(NEGLIGIBLE));
  }

  private static Block[] transformer(DjlBlocks djl, int depth, int heads, int time) {
    var blocks = new ArrayList<>(List.of(djl.embedding("0"), djl.positions("1")));
    for (int i = 2; i < 2 + depth; i++) {
      blocks.add(djl.residual(djl.layerNorm(), djl.attention(i + ".attention", heads, time)));
      blocks.add(
          djl.residual(
              djl.layerNorm(),
              djl.dense(i + ".feed.widen"),
              Activation.geluBlock(),
              djl.dense(i + ".feed.narrow")));
    }
    blocks.add(djl.layerNorm());
    blocks.add(djl.dense("" + (depth + 3)));
    blocks.add(djl.rows());
    return blocks.toArray(Block[]::new);
  }

  private static Workload tiny() {
    var corners = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, Shape.of(4, 2));
    return new Workload(
        "W7",
        "2-8-1, tanh, sigmoid, batch 4, SGD",
        new Batch(corners, Tensor.of(new float[] {0, 1, 1, 0}, Shape.of(4, 1))),
        sequential(dense(8), tanh(), dense(1), sigmoid()),
        djl ->
            djl.sequential(
                djl.dense("0"), Activation.tanhBlock(), djl.dense("2"), Activation.sigmoidBlock()),
        meanSquaredError(),
        sgd(0.5));
  }

  private static Batch labelled(Tensor input, int classes, int... sizes) {
    return new Batch(input, whole(classes, sizes));
  }

  /// Returns random whole numbers below a bound.
  private static Tensor whole(int bound, int... sizes) {
    var shape = Shape.of(sizes);
    return Tensor.of(new SplittableRandom(2).ints(shape.elements(), 0, bound).toArray(), shape);
  }

  /// Returns random numbers between −1 and 1.
  private static Tensor uniform(int... sizes) {
    var shape = Shape.of(sizes);
    var random = new SplittableRandom(1);
    float[] numbers = new float[shape.elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(numbers, shape);
  }
}
