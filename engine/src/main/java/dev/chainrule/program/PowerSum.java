package dev.chainrule.program;

import dev.chainrule.Shape;
import dev.chainrule.op.Reshape;
import dev.chainrule.op.Softmax;
import dev.chainrule.op.Sum;
import dev.chainrule.scalar.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A sum of exponentials over axes side by side, which may have been reshaped afterwards.
///
/// @param power the exponentials
/// @param exponent what they are exponentials of
/// @param sum over which axes
record PowerSum(Node power, Node exponent, Sum sum) {
  static Optional<PowerSum> of(Node node) {
    if (!(node instanceof Node.Call call)) {
      return Optional.empty();
    }
    if (call.op() instanceof Reshape) {
      return of(call.inputs().getFirst());
    }
    if (!(call.op() instanceof Sum sum)) {
      return Optional.empty();
    }
    var power = call.inputs().getFirst();
    var term = Term.of(power);
    return term.is(Primitive.EXP)
        ? term.node(0)
            .map(exponent -> new PowerSum(power, exponent, sum))
            .filter(PowerSum::isOneBlock)
        : Optional.empty();
  }

  /// Returns the sum's shape with the axes kept.
  Shape kept() {
    return kept(sum, power.type().shape());
  }

  private Shape kept(Sum over, Shape shape) {
    return new Sum(over.axes(), true).type(List.of(power.type().with(shape))).shape();
  }

  /// Returns whether another sum over values of the exponentials' shape goes over the same axes.
  boolean isOver(Sum other, Shape shape) {
    return shape.equals(power.type().shape()) && kept(other, shape).equals(kept());
  }

  /// Returns the exponentials divided by their sum.
  Node shares(Builder builder) {
    var shape = power.type().shape();
    int first = joined().findFirst().orElse(0);
    int last = joined().max().orElse(0);
    int size = shape.part(first, last + 1).elements();
    var outer = shape.part(0, first).concat(Shape.of(size));
    var flat = outer.concat(shape.part(last + 1, shape.rank()));
    var x = builder.call(new Reshape(flat), exponent);
    return builder.call(new Reshape(shape), builder.call(new Softmax(first), x));
  }

  /// Returns the axes along which elements are summed.
  private IntStream joined() {
    var shape = power.type().shape();
    return IntStream.range(0, shape.rank()).filter(i -> kept().size(i) != shape.size(i));
  }

  /// Returns whether the axes lie side by side, so that they can be seen as one.
  private boolean isOneBlock() {
    return joined().count() > 0
        && joined().max().orElse(0) - joined().findFirst().orElse(0) + 1 == joined().count();
  }
}
