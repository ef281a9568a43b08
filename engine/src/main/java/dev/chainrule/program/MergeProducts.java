package dev.chainrule.program;

import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.MatMul;
import dev.chainrule.op.Permute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sum of matrix products `A · B + C · D` is one product `[A, C] · [B; D]` of what is joined
/// along the inner axis. The gradient of a weight that a loop over time uses in every step is such
/// a sum.
///
/// Products are only merged if joining their operands copies less than adding their results.
final class MergeProducts implements Rewrite {
  private static final Permute TRANSPOSE = new Permute(List.of(1, 0));

  @Override
  public String name() {
    return "merge products";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (!call.op().equals(Arithmetic.ADD)
        || !call.type().dtype().floating()
        || !(call.inputs().get(0) instanceof Node.Call left)
        || !(call.inputs().get(1) instanceof Node.Call right)
        || !isProduct(left, call)
        || !isProduct(right, call)) {
      return Optional.empty();
    }
    var a = joined(left.inputs().get(0), right.inputs().get(0), 1, builder);
    var b = joined(left.inputs().get(1), right.inputs().get(1), 0, builder);
    return Optional.of(builder.call(new MatMul(), List.of(a, b), call.type()));
  }

  /// Whether a term of a sum is a product that is to be merged with another one.
  private static boolean isProduct(Node.Call term, Node.Call sum) {
    boolean fits =
        term.op() instanceof MatMul
            && term.type().equals(sum.type())
            && term.inputs().stream()
                .map(Node::type)
                .allMatch(type -> type.shape().rank() == 2 && type.dtype() == sum.type().dtype());
    if (!fits) {
      return false;
    }
    var shape = sum.type().shape();
    var left = term.inputs().getFirst();
    long copied = (long) left.type().shape().size(1) * (shape.size(0) + shape.size(1));
    return copied <= (long) count(left) * shape.elements();
  }

  /// Returns of how many parts an operand was joined.
  private static int count(Node node) {
    return node instanceof Node.Call call
        ? switch (call.op()) {
          case Permute _ -> count(call.inputs().getFirst());
          case Concatenate _ -> call.inputs().size();
          default -> 1;
        }
        : 1;
  }

  /// Returns two matrices joined along an axis; transposed ones are transposed afterwards, so that
  /// rows are copied as wholes.
  private static Node joined(Node first, Node second, int axis, Builder builder) {
    boolean turned = isTurned(first) || isTurned(second);
    if (turned && canTurn(first) && canTurn(second)) {
      var inner = joined(turn(first, builder), turn(second, builder), 1 - axis, builder);
      return builder.call(TRANSPOSE, inner);
    }
    var parts = new ArrayList<>(parts(first, axis));
    parts.addAll(parts(second, axis));
    return builder.call(new Concatenate(axis), parts.toArray(Node[]::new));
  }

  private static boolean isTurned(Node node) {
    return node instanceof Node.Call call && call.op().equals(TRANSPOSE);
  }

  private static boolean canTurn(Node node) {
    return isTurned(node) || node instanceof Node.Constant;
  }

  private static Node turn(Node node, Builder builder) {
    return node instanceof Node.Call call
        ? call.inputs().getFirst()
        : builder.call(TRANSPOSE, node);
  }

  private static List<Node> parts(Node node, int axis) {
    return node instanceof Node.Call call && call.op().equals(new Concatenate(axis))
        ? call.inputs()
        : List.of(node);
  }
}
