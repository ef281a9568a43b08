package dev.chainrule.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/// Convolutions of DJL with PyTorch's engine, in its layout: channels before the axes.
final class DjlConvolution {
  private final ConvolutionWorkload workload;
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray images;
  private final NDArray weights;
  private final NDArray bias;

  DjlConvolution(ConvolutionWorkload workload) {
    this.workload = workload;
    int size = workload.size();
    images =
        manager.create(workload.images(), new Shape(workload.batch(), workload.in(), size, size));
    int window = workload.window();
    weights =
        manager.create(
            workload.weights(), new Shape(workload.out(), workload.in(), window, window));
    bias = manager.zeros(new Shape(workload.out()));
  }

  /// Computes results alone.
  void results() {
    try (var scope = manager.newSubManager()) {
      forward(scope);
    }
  }

  /// Computes results and one gradient, with an upstream gradient of ones.
  void gradient(ConvolutionWorkload.Direction direction) {
    images.setRequiresGradient(direction == ConvolutionWorkload.Direction.IMAGES);
    weights.setRequiresGradient(direction == ConvolutionWorkload.Direction.WEIGHTS);
    try (var scope = manager.newSubManager();
        var collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(forward(scope));
    }
    images.setRequiresGradient(false);
    weights.setRequiresGradient(false);
  }

  private NDArray forward(NDManager scope) {
    var step = new Shape(workload.step(), workload.step());
    var padding = new Shape(workload.padding(), workload.padding());
    var result =
        Conv2d.conv2d(images, weights, bias, step, padding, new Shape(1, 1)).singletonOrThrow();
    result.attach(scope);
    return result;
  }
}
