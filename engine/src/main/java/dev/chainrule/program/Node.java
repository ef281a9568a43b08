package dev.chainrule.program;

import dev.chainrule.Symbol;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.op.Op;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A value of a traced computation. Nodes are compared by identity; inputs come before results.
abstract sealed class Node implements Symbol {
  private static final AtomicLong COUNTER = new AtomicLong();

  private final long number = COUNTER.incrementAndGet();
  private final TensorType type;

  private Node(TensorType type) {
    this.type = type;
  }

  /// A tensor that every run is given.
  static final class Input extends Node {
    private final int index;

    Input(int index, TensorType type) {
      super(type);
      this.index = index;
    }

    int index() {
      return index;
    }

    @Override
    public String toString() {
      return "input " + index + " " + type();
    }
  }

  /// What a variable holds when a run begins.
  static final class State extends Node {
    private final Variable variable;

    State(Variable variable) {
      super(new TensorType(variable.shape(), variable.dtype()));
      this.variable = variable;
    }

    Variable variable() {
      return variable;
    }

    @Override
    public String toString() {
      return variable.displayName() + " " + type();
    }
  }

  /// A tensor that was there when the code was traced.
  static final class Constant extends Node {
    private final Tensor value;

    Constant(Tensor value) {
      super(value.type());
      this.value = value;
    }

    Tensor value() {
      return value;
    }

    @Override
    public String toString() {
      return type().shape().elements() == 1 ? String.valueOf(value.item()) : "constant " + type();
    }
  }

  /// The result of an operation.
  static final class Call extends Node {
    private final Op op;
    private final List<Node> inputs;
    private final Optional<StackTraceElement> origin;

    Call(Op op, List<Node> inputs, TensorType type, Optional<StackTraceElement> origin) {
      super(type);
      this.op = op;
      this.inputs = inputs;
      this.origin = origin;
    }

    Op op() {
      return op;
    }

    List<Node> inputs() {
      return inputs;
    }

    List<TensorType> inputTypes() {
      return inputs.stream().map(Node::type).toList();
    }

    /// Returns the line of user code that asked for the operation.
    Optional<StackTraceElement> origin() {
      return origin;
    }

    @Override
    public String toString() {
      return op.name() + " " + type();
    }
  }

  TensorType type() {
    return type;
  }

  /// Returns the place in the order of making.
  long number() {
    return number;
  }

  /// Returns the symbolic tensor of this node.
  Tensor tensor() {
    return Tensor.of(this, type);
  }

  @Override
  public IllegalStateException unreadable(TensorType type) {
    return new IllegalStateException(
        "Program: elements of a symbolic tensor %s are read%s; while a program is traced there are none: use where(…) instead of if, return the tensor from the program to see it, or leave this code eager"
            .formatted(type, Trace.place(Tape.line())));
  }
}
