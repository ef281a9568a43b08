package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Backward;
import dev.chainrule.op.CustomOp;
import dev.chainrule.op.Forward;
import dev.chainrule.op.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A part of a computation that keeps none of its intermediate values: a backward pass computes
/// them again when it arrives.
///
/// It trades one more forward pass through the part for the memory of its values, with the same
/// bits, eagerly and in programs:
///
/// ```java
/// var hidden = Checkpoint.of(x -> block.apply(x), input);
/// ```
///
/// The second time the function reads from variables what it read the first time, and changes none:
/// random masks are the same, and running statistics move once. Variables that it uses, and tensors
/// from outside, receive their gradients as usual. Whatever else it looks at, such as a scoped
/// value, must be the same both times. In programs what depends on nothing but tensors from outside
/// that are no inputs is kept, not computed again.
///
/// **Source**: Chen et al., Training deep nets with sublinear memory cost, 2016.
public final class Checkpoint implements CustomOp {
  private final Function<List<Tensor>, Tensor> function;
  private final int inputs;
  private final List<Node> captured;
  private final Replay replay;

  private Checkpoint(
      Function<List<Tensor>, Tensor> function, int inputs, List<Node> captured, Replay replay) {
    this.function = function;
    this.inputs = inputs;
    this.captured = captured;
    this.replay = replay;
  }

  /// Returns the function of `x`, recorded as a single step.
  public static Tensor of(UnaryOperator<Tensor> function, Tensor x) {
    return of(given -> function.apply(given.getFirst()), List.of(x));
  }

  /// Returns the function of several inputs, recorded as a single step.
  public static Tensor of(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
    if (!Tape.recording()) {
      return function.apply(inputs);
    }
    var replay = new Replay();
    var part = Part.of(inputs, given -> replay.first(() -> function.apply(given)));
    if (part.result.node() == null) {
      return part.result;
    }
    var captured = part.captured();
    var all = new ArrayList<>(inputs);
    captured.forEach(node -> all.add(standIn(node)));
    var op = new Checkpoint(function, inputs.size(), captured, replay);
    return Tape.record(op, all, part.result.detach());
  }

  /// Returns a tensor that was made by a node, whose elements nobody reads.
  private static Tensor standIn(Node node) {
    return Tensor.full(node.type().shape(), 0, node.type().dtype()).recorded(node);
  }

  /// The function's computation by itself.
  ///
  /// @param given the inputs, at which derivatives stop
  /// @param last the number of the last node that came before
  private record Part(List<Tensor> given, long last, Tensor result) {
    static Part of(List<Tensor> inputs, Function<List<Tensor>, Tensor> function) {
      var given = inputs.stream().map(x -> x.isRecorded() ? Derivatives.tracked(x) : x).toList();
      long last = Node.last();
      return new Part(given, last, function.apply(given));
    }

    Node root() {
      return Objects.requireNonNull(result.node());
    }

    /// Returns the nodes from outside that the function used besides its inputs.
    List<Node> captured() {
      var own = given.stream().map(Tensor::node).toList();
      return Graph.of(root(), last).stream()
          .filter(node -> node.number() <= last || node.op().isEmpty())
          .filter(node -> !own.contains(node))
          .toList();
    }
  }

  private Part again(List<Tensor> given) {
    return Part.of(
        given.stream().map(Again::of).toList(),
        again -> replay.second(() -> function.apply(again)));
  }

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public TensorType type(List<TensorType> types) {
    throw new UnsupportedOperationException("checkpoint: made by of(…), never applied again");
  }

  @Override
  public Tensor compute(List<Tensor> given, TensorType type) {
    return function.apply(given.subList(0, inputs));
  }

  @Override
  public boolean keepsInput(int input) {
    return input < inputs;
  }

  @Override
  public void backward(Backward tape) {
    boolean differentiable = Tape.recording();
    var options = differentiable ? BackwardOptions.differentiable() : BackwardOptions.plain();
    var part = Tape.withGradient(() -> again(kept(tape, differentiable)));
    var gradients = BackwardPass.run(part.result, tape.upstream(), options, part.last);
    for (int i = 0; i < inputs; i++) {
      give(tape, i, gradients.find(part.given.get(i)));
    }
    for (int i = 0; i < captured.size(); i++) {
      give(tape, inputs + i, gradients.find(captured.get(i)));
    }
  }

  /// Returns the inputs, of which those that had derivatives have them still.
  private List<Tensor> kept(Backward tape, boolean differentiable) {
    var kept = new ArrayList<Tensor>();
    for (int i = 0; i < inputs; i++) {
      var x = tape.input(i);
      kept.add(differentiable || !x.isRecorded() ? x : Derivatives.tracked(x.detach()));
    }
    return kept;
  }

  private static void give(Backward tape, int input, Optional<Tensor> gradient) {
    gradient.ifPresent(found -> tape.to(input, () -> found));
  }

  @Override
  public void forward(Forward tape) {
    var given = new ArrayList<Tensor>();
    for (int i = 0; i < inputs; i++) {
      given.add(tape.input(i));
    }
    var part = Tape.withGradient(() -> again(given));
    for (int i = 0; i < inputs + captured.size(); i++) {
      var from = i < inputs ? part.given.get(i).node() : captured.get(i - inputs);
      if (from != null) {
        tape.from(i, tangent -> along(part, from, tangent));
      }
    }
  }

  private static Tensor along(Part part, Node from, Tensor tangent) {
    return ForwardPass.run(part.root(), from, tangent, part.last)
        .orElseGet(() -> Tensor.zeros(part.result.shape(), part.result.dtype()));
  }

  @Override
  public Plain reference(List<Plain> given) {
    throw new UnsupportedOperationException("checkpoint: its parts have references");
  }
}
