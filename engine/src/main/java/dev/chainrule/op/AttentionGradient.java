package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.AttentionBackward;
import dev.chainrule.kernel.Matrices;
import java.util.List;

/// The gradients of the queries, keys and values of attention, one after the other for every index
/// of the outer axes: `[…, queries · features + keys · features + keys · outputs]`.
///
/// Its inputs are those of attention, then its output and the upstream gradient. It is one
/// operation because all three need the weights, which are never kept. Its body says the same in
/// other operations, so it can be differentiated again.
///
/// @param op the attention
record AttentionGradient(Attention op) implements Composite {
  @Override
  public String name() {
    return "attentionGradient";
  }

  private static <T> List<T> own(List<T> inputs) {
    return inputs.subList(0, inputs.size() - 2);
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var output = op.type(own(inputs));
    var outer = output.shape().part(0, output.shape().rank() - 2);
    int length = 0;
    for (int i = 0; i < 3; i++) {
      length += elements(inputs.get(i).shape());
    }
    return output.with(outer.concat(Shape.of(length)));
  }

  private static int elements(Shape matrices) {
    return matrices.size(-2) * matrices.size(-1);
  }

  /// Returns the gradient of an input, of the shape that it broadcasts to.
  Tensor part(Tensor gradient, int input, List<Tensor> inputs) {
    int from = 0;
    for (int i = 0; i < input; i++) {
      from += elements(inputs.get(i).shape());
    }
    var shape = inputs.get(input).shape();
    var piece = gradient.slice(-1, from, from + elements(shape));
    var outer = gradient.shape().part(0, gradient.shape().rank() - 1);
    return piece.reshape(outer.concat(Shape.of(shape.size(-2), shape.size(-1))).sizes());
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Attention.isEmpty(Execution.types(inputs))
        ? Composite.super.compute(inputs, type)
        : Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    if (Attention.isEmpty(Execution.types(inputs))) {
      return Composite.super.bind(inputs, result);
    }
    var parts = List.of(part(result, 0, inputs), part(result, 1, inputs), part(result, 2, inputs));
    return Contiguous.converted(inputs, result.dtype(), given -> plan(op, given, parts));
  }

  /// Returns a computation of the gradients.
  ///
  /// @param inputs those of attention, its output and the upstream gradient
  /// @param results where the gradients go, whose columns are neighbours
  static Runnable plan(Attention op, List<Tensor> inputs, List<Tensor> results) {
    int last = inputs.size() - 1;
    var own = inputs.subList(0, last - 1);
    var shape = inputs.get(last).shape();
    var outer = shape.part(0, shape.rank() - 2);
    var to = results.stream().map(part -> Matrices.of(part.storage(), outer.sizes())).toList();
    return AttentionBackward.of(
        op.sizes(own, inputs.get(last).dtype()),
        Attention.operands(own, outer),
        new AttentionBackward.Gradients(
            Matrices.of(inputs.get(last - 1).storage(), outer.sizes()),
            Matrices.of(inputs.get(last).storage(), outer.sizes()),
            to.get(0),
            to.get(1),
            to.get(2)));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var last = inputs.getLast().shape();
    var outer = last.part(0, last.rank() - 2);
    return Concatenate.of(
        outer.rank(),
        gradients(op, inputs).stream()
            .map(part -> part.reshape(outer.concat(Shape.of(elements(part.shape()))).sizes()))
            .toList());
  }

  /// Returns the gradients of queries, keys and values.
  ///
  /// @param inputs those of attention, its output and the upstream gradient
  static List<Tensor> gradients(Attention op, List<Tensor> inputs) {
    int last = inputs.size() - 1;
    var own = inputs.subList(0, last - 1);
    var q = own.get(0);
    double scale = op.scale(q.shape());
    var slopes = op.slopes(own, inputs.get(last - 1), inputs.get(last));
    return List.of(
        slopes.scores().matmul(own.get(1)).mul(scale),
        slopes.scores().transpose().matmul(q.mul(scale)),
        slopes.powers().transpose().matmul(slopes.upstream()));
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    int own = inputs.size() - 2;
    return op.operations(inputs.subList(0, own), inputs.get(own)) * 5 / 2;
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var tensors = inputs.stream().map(input -> Tensor.of(input.values(), input.shape())).toList();
    return Plain.of(body(tensors));
  }
}
