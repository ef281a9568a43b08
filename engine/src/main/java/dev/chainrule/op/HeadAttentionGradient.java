package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// The gradients of the queries, keys and values of [HeadAttention], which are equally many and
/// have the same heads, side by side: `[…, time, heads · (features + features + outputs)]`.
///
/// Its inputs are those of the attention, then its output and the upstream gradient.
///
/// @param attention of each head
record HeadAttentionGradient(Attention attention) implements Composite {
  @Override
  public String name() {
    return "headAttentionGradient";
  }

  /// Returns whether queries, keys and values have equal sizes, but for their features.
  static boolean fits(List<Tensor> inputs) {
    var queries = inputs.getFirst().shape().with(-1, 1);
    return inputs.stream().limit(3).allMatch(input -> input.shape().with(-1, 1).equals(queries));
  }

  private static boolean masked(List<?> inputs) {
    return inputs.size() > 5;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var output = new HeadAttention(attention).type(inputs.subList(0, inputs.size() - 2));
    int columns = IntStream.range(0, 3).map(i -> columns(inputs.get(i).shape())).sum();
    var outer = output.shape().part(0, output.shape().rank() - 2);
    return output.with(outer.concat(Shape.of(columns)));
  }

  private static int columns(Shape heads) {
    return heads.size(-2) * heads.size(-1);
  }

  /// Returns the gradient of an input.
  static Tensor part(Tensor gradient, int input, List<Tensor> inputs) {
    int from = IntStream.range(0, input).map(i -> columns(inputs.get(i).shape())).sum();
    var shape = inputs.get(input).shape();
    return gradient.slice(-1, from, from + columns(shape)).reshape(shape.sizes());
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Attention.isEmpty(Execution.types(inputs))
        ? Composite.super.compute(inputs, type)
        : Contiguous.compute(this, inputs.stream().map(Tensor::detach).toList(), type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    if (Attention.isEmpty(Execution.types(inputs))) {
      return Composite.super.bind(inputs, result);
    }
    var parts =
        IntStream.range(0, 3).mapToObj(i -> HeadAttention.turned(part(result, i, inputs))).toList();
    return Contiguous.converted(
        HeadAttention.turned(inputs, masked(inputs)),
        result.dtype(),
        given -> AttentionGradient.plan(attention, given, parts));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var shape = inputs.getFirst().shape();
    var outer = shape.part(0, shape.rank() - 2);
    var turned = HeadAttention.turned(inputs, masked(inputs));
    return Concatenate.of(
        outer.rank(),
        AttentionGradient.gradients(attention, turned).stream()
            .map(HeadAttention::turned)
            .map(part -> part.reshape(outer.concat(Shape.of(columns(part.shape()))).sizes()))
            .toList());
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    int own = inputs.size() - 2;
    var forward = new HeadAttention(attention);
    return forward.operations(inputs.subList(0, own), inputs.get(own)) * 5 / 2;
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var tensors = inputs.stream().map(input -> Tensor.of(input.values(), input.shape())).toList();
    return Plain.of(body(tensors));
  }
}
