package dev.chainrule.program;

import dev.chainrule.op.Cast;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Permute;
import dev.chainrule.op.Place;
import dev.chainrule.op.Range;
import dev.chainrule.op.Reshape;
import dev.chainrule.op.Slice;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Changes of shape or type that change nothing disappear.
final class DropIdentities implements Rewrite {
  @Override
  public String name() {
    return "drop identities";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    var input = call.inputs().getFirst();
    return switch (call.op()) {
      case Reshape _, Expand _, Cast _ when input.type().equals(call.type()) -> Optional.of(input);
      case Concatenate _ when call.inputs().size() == 1 -> Optional.of(input);
      case Permute permute when isIdentity(permute) -> Optional.of(input);
      case Slice slice when isIdentity(slice.ranges(), input) -> Optional.of(input);
      case Place place
          when isIdentity(place.ranges(), input) && place.shape().equals(input.type().shape()) ->
          Optional.of(input);
      default -> Optional.empty();
    };
  }

  private static boolean isIdentity(List<Range> ranges, Node input) {
    var shape = input.type().shape();
    return IntStream.range(0, shape.rank())
        .allMatch(axis -> ranges.get(axis).equals(Range.all(shape.size(axis))));
  }

  private static boolean isIdentity(Permute permute) {
    return IntStream.range(0, permute.order().size()).allMatch(i -> permute.order().get(i) == i);
  }
}
