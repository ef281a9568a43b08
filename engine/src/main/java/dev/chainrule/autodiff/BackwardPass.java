package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Backward;
import dev.chainrule.op.Op;
import dev.chainrule.op.Sum;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Walks a tape from the result back to the leaves.
///
/// What every operation would have to do by itself is done here once: inputs that nobody asks about
/// are skipped, gradients are summed where a value was used several times, gradients of broadcast
/// inputs are summed back to the input's shape, and come back in the input's type.
final class BackwardPass {
  private final IdentityHashMap<Node, Tensor> gradients = new IdentityHashMap<>();
  private final BackwardOptions options;

  private BackwardPass(BackwardOptions options) {
    this.options = options;
  }

  static Gradients run(Tensor result, Tensor seed, BackwardOptions options) {
    return run(result, seed, options, 0);
  }

  /// Returns the gradients by nodes after one of a certain number, and those on which they rest.
  static Gradients run(Tensor result, Tensor seed, BackwardOptions options, long last) {
    var root = result.node();
    if (root == null) {
      throw new IllegalStateException(
          "backward: the result %s was not recorded: no variable and no tracked tensor took part in it"
              .formatted(result.type()));
    }
    var pass = new BackwardPass(options);
    pass.gradients.put(root, seed);
    if (options.isDifferentiable()) {
      pass.walk(root, last);
    } else {
      Tape.withoutGradient(() -> {
        pass.walk(root, last);
        return root;
      });
    }
    return new Gradients(root, pass.gradients);
  }

  private void walk(Node root, long last) {
    for (var node : Graph.of(root, last).reversed()) {
      var arriving = gradients.get(node);
      if (arriving == null || node.number() <= last) {
        continue;
      }
      for (var hook : node.hooks()) {
        arriving = hook.apply(arriving);
        gradients.put(node, arriving);
      }
      var op = node.op();
      if (op.isPresent()) {
        pass(node, op.get(), arriving);
      }
    }
  }

  private void pass(Node node, Op op, Tensor arriving) {
    if (node.released()) {
      throw new IllegalStateException(
          "backward: the values kept for %s were released by an earlier backward pass; use backward(differentiable()) for the first one, or compute the result again"
              .formatted(op.name()));
    }
    op.backward(new Step(node, arriving));
    if (!options.isDifferentiable() && !options.keepsAll()) {
      node.release();
      gradients.remove(node);
    }
  }

  private void add(Node node, Tensor gradient) {
    var sum = Sum.to(gradient, node.type().shape()).to(node.type().dtype());
    gradients.merge(node, sum, Tensor::add);
  }

  /// One operation of the walk.
  private final class Step implements Backward {
    private final Node node;
    private final Tensor upstream;

    Step(Node node, Tensor upstream) {
      this.node = node;
      this.upstream = upstream;
    }

    @Override
    public int inputs() {
      return node.inputs();
    }

    @Override
    public Tensor upstream() {
      return upstream;
    }

    @Override
    public Tensor input(int input) {
      return node.keptInput(input).orElseThrow(() -> notKept("input " + input));
    }

    @Override
    public Tensor output() {
      return node.keptOutput().orElseThrow(() -> notKept("the result"));
    }

    private IllegalStateException notKept(String what) {
      return new IllegalStateException(
          node + ": the derivative reads " + what + ", which is not kept");
    }

    @Override
    public TensorType inputType(int input) {
      return node.inputType(input);
    }

    @Override
    public void to(int input, Supplier<Tensor> gradient) {
      @Nullable Node parent = node.parent(input).orElse(null);
      if (parent != null) {
        add(parent, gradient.get());
      }
    }
  }
}
