package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One step of a recorded computation: an operation and where its inputs came from, or a leaf.
///
/// The tape is nothing but these nodes, each pointing at those before it; tensors point at the node
/// that made them. It lives as long as somebody holds a recorded tensor, and is collected like any
/// other object. Values that derivatives read are kept here until a backward pass releases them.
public final class Node {
  private static final AtomicLong COUNTER = new AtomicLong();

  private final long number = COUNTER.incrementAndGet();
  private final TensorType type;
  private final @Nullable Op op;
  private final @Nullable Node[] parents;
  private final TensorType[] inputTypes;
  private final @Nullable Tensor[] keptInputs;
  private final List<UnaryOperator<Tensor>> hooks = new ArrayList<>();
  private final Optional<StackTraceElement> origin;
  private @Nullable Tensor keptOutput;
  private @Nullable String name;
  private boolean released;

  /// A leaf: a variable's value or a tensor by which somebody wants to differentiate.
  Node(TensorType type) {
    this.type = type;
    this.op = null;
    this.parents = new Node[0];
    this.inputTypes = new TensorType[0];
    this.keptInputs = new Tensor[0];
    this.origin = Optional.empty();
  }

  Node(Op op, List<Tensor> inputs, TensorType type, Optional<StackTraceElement> origin) {
    this.type = type;
    this.op = op;
    this.origin = origin;
    int count = inputs.size();
    parents = new Node[count];
    inputTypes = new TensorType[count];
    keptInputs = new Tensor[count];
    for (int i = 0; i < count; i++) {
      var input = inputs.get(i);
      parents[i] = input.node();
      inputTypes[i] = input.type();
      keptInputs[i] = op.keepsInput(i) ? input : null;
    }
  }

  /// Returns the number of the last node that was made.
  static long last() {
    return COUNTER.get();
  }

  /// Creates a leaf of the given type.
  public static Node leaf(TensorType type) {
    return new Node(type);
  }

  void keepOutput(Tensor output) {
    keptOutput = output;
  }

  /// Returns the operation, or empty for a leaf.
  public Optional<Op> op() {
    return Optional.ofNullable(op);
  }

  /// Returns the type of the value.
  public TensorType type() {
    return type;
  }

  /// Returns the number of inputs.
  public int inputs() {
    return parents.length;
  }

  /// Returns where an input came from, or empty if it was not recorded: a constant.
  public Optional<Node> parent(int input) {
    return Optional.ofNullable(parents[input]);
  }

  /// Returns the type of an input.
  public TensorType inputType(int input) {
    return inputTypes[input];
  }

  /// Returns an input's value, if derivatives read it.
  public Optional<Tensor> keptInput(int input) {
    return Optional.ofNullable(keptInputs[input]);
  }

  /// Returns the result's value, if derivatives read it.
  public Optional<Tensor> keptOutput() {
    return Optional.ofNullable(keptOutput);
  }

  /// Returns the name given with [Tensor#named].
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /// Gives the value a name for messages and explanations.
  public void name(String given) {
    name = given;
  }

  /// Returns the line of user code that made this node, if lines were being recorded.
  public Optional<StackTraceElement> origin() {
    return origin;
  }

  /// Adds a function that sees, and may replace, the gradient that arrives here.
  public void hook(UnaryOperator<Tensor> hook) {
    hooks.add(hook);
  }

  List<UnaryOperator<Tensor>> hooks() {
    return hooks;
  }

  /// Returns the place in the order of recording; inputs come before results.
  public long number() {
    return number;
  }

  void release() {
    java.util.Arrays.fill(keptInputs, null);
    keptOutput = null;
    released = op != null;
  }

  boolean released() {
    return released;
  }

  @Override
  public String toString() {
    return (op == null ? "leaf" : op.name()) + (name == null ? "" : " " + name) + " " + type;
  }
}
