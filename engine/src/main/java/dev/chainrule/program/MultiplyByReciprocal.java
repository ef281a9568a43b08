package dev.chainrule.program;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.scalar.Primitive;
import java.util.List;
import java.util.Optional;

/// A division by a power of two becomes a multiplication by its reciprocal, which is exact. Single
/// numbers stay as they are: they take no time, and the same loop serves every divisor.
final class MultiplyByReciprocal implements Rewrite {
  @Override
  public String name() {
    return "multiply by reciprocals";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    var term = Term.of(call);
    var dtype = call.type().dtype();
    if (!term.is(Primitive.DIV) || !dtype.floating() || call.type().shape().elements() == 1) {
      return Optional.empty();
    }
    var divisor = term.argument(1).number();
    if (divisor.isEmpty() || !isExact(divisor.getAsDouble(), dtype)) {
      return Optional.empty();
    }
    var reciprocal = builder.node(Tensor.scalar(1 / divisor.getAsDouble(), dtype));
    return term.node(0)
        .filter(x -> x.type().equals(call.type()))
        .map(x -> builder.call(Arithmetic.MUL, List.of(x, reciprocal), call.type()));
  }

  /// Whether a number is a power of two whose reciprocal has no fewer bits.
  private static boolean isExact(double divisor, DType dtype) {
    int limit = dtype == DType.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
    int exponent = Math.getExponent(divisor);
    return Math.abs(exponent) < limit && Math.abs(divisor) == Math.scalb(1.0, exponent);
  }
}
