package dev.chainrule.program;

import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Elementwise;
import dev.chainrule.op.Op;
import dev.chainrule.op.Rounding;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A function that changes nothing about the results of the one before it disappears: `relu` of
/// `relu`, `abs` of `relu`, `floor` of `round`.
final class DropRepeats implements Rewrite {
  private static final Set<Elementwise> WHOLE =
      Set.of(Rounding.FLOOR, Rounding.CEIL, Rounding.ROUND, Rounding.TRUNC);

  private static final Set<Elementwise> POSITIVE =
      Set.of(Arithmetic.ABS, Activations.RELU, Activations.RELU6);

  /// The functions that are the identity on what others return.
  private static final List<Repeat> REPEATS =
      List.of(
          new Repeat(WHOLE, WHOLE),
          new Repeat(Set.of(Arithmetic.ABS, Activations.RELU), POSITIVE),
          new Repeat(Set.of(Activations.RELU6), Set.of(Activations.RELU6)),
          new Repeat(Set.of(Arithmetic.SIGN), Set.of(Arithmetic.SIGN)));

  /// @param second do nothing to what one of `first` returns
  private record Repeat(Set<Elementwise> second, Set<Elementwise> first) {
    boolean fits(Op outer, Op inner) {
      return second.contains(outer) && first.contains(inner);
    }
  }

  @Override
  public String name() {
    return "drop repeated functions";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    return call.type().dtype().floating()
            && call.inputs().getFirst() instanceof Node.Call inner
            && inner.type().equals(call.type())
            && REPEATS.stream().anyMatch(repeat -> repeat.fits(call.op(), inner.op()))
        ? Optional.of(inner)
        : Optional.empty();
  }
}
