package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Place;
import dev.chainrule.op.Range;
import dev.chainrule.op.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A sum of parts that were put among zeros, each at another place, and together fill an axis: the
/// parts are joined. Such sums are gradients of a tensor that was cut into slices.
///
/// To every part 0 is added, as the sum does, which turns −0 into 0. Parts that are those very
/// slices of one value are that value.
final class JoinPlaces implements Rewrite {
  @Override
  public String name() {
    return "join slices";
  }

  /// A part and where it lies along the axis that the parts fill.
  private record Part(Node value, Range range) {}

  @Override
  public Optional<Node> apply(Node.Call call, Builder builder) {
    if (!call.op().equals(Arithmetic.ADD) || !call.type().dtype().floating()) {
      return Optional.empty();
    }
    var places = new ArrayList<Node.Call>();
    if (!collect(call, places)) {
      return Optional.empty();
    }
    int axis = cut(places.getFirst());
    var parts = new ArrayList<Part>();
    for (var place : places) {
      if (axis < 0 || cut(place) != axis || !place.type().equals(call.type())) {
        return Optional.empty();
      }
      parts.add(new Part(place.inputs().getFirst(), ranges(place).get(axis)));
    }
    parts.sort(Comparator.comparingInt(part -> part.range.start()));
    return fills(parts, call.type().shape().size(axis))
        ? Optional.of(joined(parts, axis, call, builder))
        : Optional.empty();
  }

  private static boolean collect(Node node, List<Node.Call> places) {
    if (!(node instanceof Node.Call call)) {
      return false;
    }
    if (call.op() instanceof Place) {
      return places.add(call);
    }
    return call.op().equals(Arithmetic.ADD)
        && call.inputs().stream().allMatch(input -> collect(input, places));
  }

  private static List<Range> ranges(Node.Call place) {
    return ((Place) place.op()).ranges();
  }

  /// Returns the only axis that a part does not fill, or −1.
  private static int cut(Node.Call place) {
    int found = -1;
    var ranges = ranges(place);
    for (int axis = 0; axis < ranges.size(); axis++) {
      if (!ranges.get(axis).equals(Range.all(place.type().shape().size(axis)))) {
        if (found >= 0 || ranges.get(axis).step() != 1) {
          return -1;
        }
        found = axis;
      }
    }
    return found;
  }

  private static boolean fills(List<Part> parts, int size) {
    int end = 0;
    for (var part : parts) {
      if (part.range.start() != end) {
        return false;
      }
      end += part.range.size();
    }
    return end == size;
  }

  private static Node joined(List<Part> parts, int axis, Node.Call call, Builder builder) {
    var zero = builder.node(Tensor.scalar(0, call.type().dtype()));
    var whole = whole(parts, axis, call);
    if (whole.isPresent()) {
      return builder.call(Arithmetic.ADD, List.of(whole.get(), zero), call.type());
    }
    var sums = new ArrayList<Node>();
    for (var part : parts) {
      sums.add(builder.call(Arithmetic.ADD, List.of(part.value, zero), part.value.type()));
    }
    return builder.call(new Concatenate(axis), sums, call.type());
  }

  /// Returns what all parts were cut out of at the very places to which they are put.
  private static Optional<Node> whole(List<Part> parts, int axis, Node.Call call) {
    Set<Node> sources = new HashSet<>();
    for (var part : parts) {
      if (!(part.value instanceof Node.Call cut && cut.op() instanceof Slice slice)) {
        return Optional.empty();
      }
      var source = cut.inputs().getFirst();
      sources.add(source);
      var ranges = new ArrayList<>(slice.ranges());
      if (!ranges.set(axis, Range.all(call.type().shape().size(axis))).equals(part.range)
          || !source.type().equals(call.type())
          || !isAll(ranges, call)) {
        return Optional.empty();
      }
    }
    return sources.size() == 1 ? Optional.of(sources.iterator().next()) : Optional.empty();
  }

  private static boolean isAll(List<Range> ranges, Node.Call call) {
    return IntStream.range(0, ranges.size())
        .allMatch(i -> ranges.get(i).equals(Range.all(call.type().shape().size(i))));
  }
}
