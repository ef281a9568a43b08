package dev.chainrule.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A block of DJL that is a function of its input and of one parameter.
final class DjlParameter extends AbstractBlock {
  private final Parameter parameter;
  private final NDArray initial;
  private final BinaryOperator<NDArray> function;

  /// @param function of input and parameter
  DjlParameter(NDArray initial, BinaryOperator<NDArray> function) {
    this.initial = initial;
    this.function = function;
    parameter =
        addParameter(
            Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(initial.getShape())
                .optInitializer((manager, shape, type) -> initial)
                .build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    var input = inputs.singletonOrThrow();
    var weight = store.getValue(parameter, input.getDevice(), training);
    return new NDList(function.apply(input, weight));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    var time = new Shape(inputs[0].get(0), inputs[0].get(1));
    return new Shape[] {time.add(initial.getShape().get(1))};
  }
}
