package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Tail;
import java.util.List;
import java.util.Optional;

/// An operation on tensors, with its shape rule, its execution and its derivatives.
///
/// An operation is a value: it holds attributes such as axes, never tensors. It has one result.
/// Derivatives are written in tensor operations, so they can be differentiated again. Operations
/// declare themselves to the catalogue [Ops] through an [OpSpec].
public sealed interface Op
    permits Pointwise,
        Linear,
        MatMul,
        Extremum,
        MaxPool,
        Product,
        Recurrence,
        Convolving,
        Concatenate,
        Scatter,
        Discrete,
        Composite,
        CustomOp {

  /// Returns the name that messages and documents use.
  String name();

  /// Returns the type of the result: the shape rule and the only place that checks inputs.
  ///
  /// @throws dev.chainrule.ShapeException if the shapes do not fit
  /// @throws dev.chainrule.DTypeException if the operation does not take such elements
  TensorType type(List<TensorType> inputs);

  /// Computes the result of inputs that [#type] has accepted.
  Tensor compute(List<Tensor> inputs, TensorType type);

  /// Returns the computation of a result whose place is already there, to be run whenever the
  /// elements of the inputs have changed; for programs only.
  ///
  /// @param result contiguous, not overlapping the inputs
  default Runnable bind(List<Tensor> inputs, Tensor result) {
    return () -> Copies.into(result.storage(), compute(inputs, result.type()));
  }

  /// Returns whether parts of the result can be handed on while the rest is still computed.
  default boolean takesTail(List<TensorType> inputs) {
    return false;
  }

  /// Returns the same computation, which hands every part of the result on once it is finished;
  /// empty if there is none, which may be so even where [#takesTail] holds.
  @SuppressWarnings("exports") // the kernel package is not for users
  default Optional<Runnable> bind(List<Tensor> inputs, Tensor result, Tail tail) {
    return Optional.empty();
  }

  /// Returns about how many multiplications, additions and other functions it takes.
  default long operations(List<TensorType> inputs, TensorType result) {
    long most = result.shape().elements();
    for (var input : inputs) {
      most = Math.max(most, input.shape().elements());
    }
    return most;
  }

  /// Returns whether the result shares the memory of the first input where strides allow it.
  default boolean isView() {
    return false;
  }

  /// Returns whether the derivatives read this input, so that the tape must keep it.
  default boolean keepsInput(int input) {
    return false;
  }

  /// Returns whether the derivatives read the result, so that the tape must keep it.
  default boolean keepsOutput() {
    return false;
  }

  /// Passes the upstream gradient on to the inputs (reverse mode).
  void backward(Backward tape);

  /// Returns the derivative along the inputs' tangents (forward mode).
  void forward(Forward tape);

  /// Computes the result by plain loops in double precision: slow, obvious, and independent of
  /// kernels and rules. It is the control that every test compares with.
  Plain reference(List<Plain> inputs);

  /// Applies the operation and, while recording, puts it on the tape.
  default Tensor on(Tensor... inputs) {
    return Execution.run(this, List.of(inputs));
  }
}
