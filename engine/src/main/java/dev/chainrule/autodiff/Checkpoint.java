package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Backward;
import dev.chainrule.op.CustomOp;
import dev.chainrule.op.Forward;
import dev.chainrule.op.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A part of a computation that keeps none of its intermediate values: a backward pass computes
/// them again when it arrives.
///
/// It trades one more forward pass through the part for the memory of its values. The function must
/// give the same result both times. Variables that it uses receive their gradients as usual.
///
/// **Source**: Chen et al., Training deep nets with sublinear memory cost, 2016.
public final class Checkpoint implements CustomOp {
  private final UnaryOperator<Tensor> function;
  private final List<Node> leaves;

  private Checkpoint(UnaryOperator<Tensor> function, List<Node> leaves) {
    this.function = function;
    this.leaves = leaves;
  }

  /// Returns the function of `x`, recorded as a single step.
  public static Tensor of(UnaryOperator<Tensor> function, Tensor x) {
    if (!Tape.recording()) {
      return function.apply(x);
    }
    var input = x.detach().recorded(Node.leaf(x.type()));
    var result = function.apply(input);
    if (result.node() == null) {
      return result;
    }
    var leaves = new ArrayList<Node>();
    for (var node : Graph.of(result.node())) {
      if (node.op().isEmpty() && node != input.node()) {
        leaves.add(node);
      }
    }
    var inputs = new ArrayList<Tensor>();
    inputs.add(x);
    for (var leaf : leaves) {
      inputs.add(Tensor.zeros(leaf.type().shape(), leaf.type().dtype()).recorded(leaf));
    }
    return Tape.record(new Checkpoint(function, leaves), inputs, result.detach());
  }

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    throw new UnsupportedOperationException("checkpoint: made by of(…), never applied again");
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return function.apply(inputs.getFirst());
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 0;
  }

  @Override
  public void backward(Backward tape) {
    boolean differentiable = Tape.recording();
    var options = differentiable ? BackwardOptions.differentiable() : BackwardOptions.plain();
    var x = tape.input(0);
    Tape.withGradient(() -> {
      var input = Derivatives.tracked(differentiable ? x : x.detach());
      var gradients = Derivatives.backward(function.apply(input), tape.upstream(), options);
      give(tape, 0, gradients.find(input));
      for (int i = 0; i < leaves.size(); i++) {
        give(tape, i + 1, gradients.find(leaves.get(i)));
      }
      return gradients;
    });
  }

  private static void give(Backward tape, int input, Optional<Tensor> gradient) {
    gradient.ifPresent(found -> tape.to(input, () -> found));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, tangent -> Derivatives.jvp(function, tape.input(0), tangent));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    throw new UnsupportedOperationException("checkpoint: its parts have references");
  }
}
