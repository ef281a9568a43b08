package dev.chainrule.program;

import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Permute;
import dev.chainrule.op.Place;
import dev.chainrule.op.Range;
import dev.chainrule.op.Reshape;
import dev.chainrule.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two changes of shape, one after the other, become one: a reshape of a reshape, and so for
/// permute, expand and slice. A slice of what was put among zeros, or joined from parts, is taken
/// from what was put there.
final class MergeViews implements Rewrite {
  @Override
  public String name() {
    return "merge changes of shape";
  }

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (!(call.inputs().getFirst() instanceof Node.Call inner)) {
      return Optional.empty();
    }
    return switch (call.op()) {
      case Reshape outer when inner.op() instanceof Reshape ->
          Optional.of(builder.call(outer, inner.inputs(), call.type()));
      case Expand outer when inner.op() instanceof Expand ->
          Optional.of(builder.call(outer, inner.inputs(), call.type()));
      case Permute outer when inner.op() instanceof Permute first ->
          Optional.of(
              builder.call(
                  new Permute(outer.order().stream().map(first.order()::get).toList()),
                  inner.inputs(),
                  call.type()));
      case Slice slice -> slice(slice.ranges(), inner, call, builder);
      default -> Optional.empty();
    };
  }

  private static Optional<Node> slice(
      List<Range> ranges, Node.Call inner, Node.Call call, Builder builder) {
    return switch (inner.op()) {
      case Slice first ->
          Optional.of(
              builder.call(new Slice(within(ranges, first.ranges())), inner.inputs(), call.type()));
      case Place place when place.ranges().equals(ranges) -> Optional.of(inner.inputs().getFirst());
      case Concatenate joined -> part(ranges, joined, inner, call, builder);
      default -> Optional.empty();
    };
  }

  /// Returns ranges of ranges.
  private static List<Range> within(List<Range> inner, List<Range> outer) {
    var ranges = new ArrayList<Range>();
    for (int axis = 0; axis < inner.size(); axis++) {
      var a = inner.get(axis);
      var b = outer.get(axis);
      ranges.add(new Range(b.start() + a.start() * b.step(), a.step() * b.step(), a.size()));
    }
    return List.copyOf(ranges);
  }

  /// Returns the slice of the only part that it reads.
  private static Optional<Node> part(
      List<Range> ranges, Concatenate joined, Node.Call inner, Node.Call call, Builder builder) {
    int axis = inner.type().shape().axis(joined.axis());
    var range = ranges.get(axis);
    int start = 0;
    for (var part : inner.inputs()) {
      int size = part.type().shape().size(axis);
      boolean inside = range.start() >= start && range.start() + range.size() <= start + size;
      if (inside && range.step() == 1 && part.type().dtype() == call.type().dtype()) {
        var shifted = new ArrayList<>(ranges);
        shifted.set(axis, new Range(range.start() - start, 1, range.size()));
        var slice = new Slice(List.copyOf(shifted));
        return Optional.of(builder.call(slice, List.of(part), call.type()));
      }
      start += size;
    }
    return Optional.empty();
  }
}
