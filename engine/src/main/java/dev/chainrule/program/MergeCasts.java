package dev.chainrule.program;

import dev.chainrule.DType;
import dev.chainrule.op.Cast;
import java.util.Optional;

/// A conversion of a conversion becomes one, if the first loses nothing.
final class MergeCasts implements Rewrite {
  @Override
  public String name() {
    return "merge conversions";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (call.op() instanceof Cast
        && call.inputs().getFirst() instanceof Node.Call inner
        && inner.op() instanceof Cast) {
      var first = inner.inputs().getFirst().type().dtype();
      if (holds(inner.type().dtype(), first)) {
        return Optional.of(builder.call(call.op(), inner.inputs(), call.type()));
      }
    }
    return Optional.empty();
  }

  /// Whether a type has every number of another one.
  private static boolean holds(DType wide, DType narrow) {
    return switch (narrow) {
      case BOOL -> true;
      case U8 -> wide != DType.BOOL;
      case I32 -> wide == DType.I32 || wide == DType.I64 || wide == DType.F64;
      case I64 -> wide == DType.I64;
      case F32 -> wide == DType.F32 || wide == DType.F64;
      case F64 -> wide == DType.F64;
    };
  }
}
