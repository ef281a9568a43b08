package dev.chainrule.op;

import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// A tensor with a label for each axis: an operand of an equation, or the product of several.
///
/// @param labels one for each axis, all different
/// @param tensor the elements
record EinsumPart(String labels, Tensor tensor) {

  /// Returns an operand with its diagonals taken where a label stands twice, and expanded where
  /// axes broadcast.
  static EinsumPart of(String labels, Tensor tensor, Map<Character, Integer> sizes) {
    for (int axis = 0; axis < labels.length(); axis++) {
      int second = labels.indexOf(labels.charAt(axis), axis + 1);
      if (second >= 0) {
        var shorter = new StringBuilder(labels).deleteCharAt(second).deleteCharAt(axis);
        var diagonal = new Diagonal(0, axis, second).on(tensor);
        return of(shorter.append(labels.charAt(axis)).toString(), diagonal, sizes);
      }
    }
    return new EinsumPart(labels, Expand.of(tensor, EinsumEquation.shape(labels, sizes)));
  }

  /// Returns this part summed over all labels that are not in `kept`.
  EinsumPart sumTo(String kept) {
    var left = common(labels, kept);
    if (left.length() == labels.length()) {
      return this;
    }
    int[] summed = EinsumEquation.order(labels, without(labels, kept));
    return new EinsumPart(left, tensor.sum(summed));
  }

  /// Returns this part with its axes in another order.
  Tensor ordered(String order) {
    return order.equals(labels) ? tensor : tensor.permute(EinsumEquation.order(labels, order));
  }

  /// Returns the product with another part, summed over the labels that are not in `kept`.
  ///
  /// Labels of both that stay are the outer axes of a matrix product, labels of one are rows or
  /// columns, labels of both that go are summed by it. Without sums, or without rows and columns,
  /// elements are multiplied one by one.
  EinsumPart times(EinsumPart other, String kept, Map<Character, Integer> sizes) {
    var shared = common(labels, other.labels);
    var batch = common(shared, kept);
    var summed = without(shared, kept);
    var rows = without(labels, shared);
    var columns = without(other.labels, shared);
    var left = ordered(batch + rows + summed);
    var right = other.ordered(batch + summed + columns);
    var all = batch + rows + columns;
    if (summed.isEmpty()) {
      int[] open = EinsumEquation.shape(all, sizes).sizes();
      Arrays.fill(open, batch.length() + rows.length(), open.length, 1);
      return new EinsumPart(
          all, left.reshape(open).mul(spread(right, batch.length(), rows.length())));
    }
    if (rows.isEmpty() && columns.isEmpty()) {
      int[] axes = EinsumEquation.order(batch + summed, summed);
      return new EinsumPart(batch, left.mul(right).sum(axes));
    }
    var product =
        MatMul.of(
            left.reshape(joined(sizes, batch, rows, summed)),
            right.reshape(joined(sizes, batch, summed, columns)));
    return new EinsumPart(all, product.reshape(EinsumEquation.shape(all, sizes).sizes()));
  }

  /// Returns a tensor with axes of size 1 put in.
  private static Tensor spread(Tensor tensor, int place, int count) {
    var shape = tensor.shape();
    for (int i = 0; i < count; i++) {
      shape = shape.insert(place, 1);
    }
    return tensor.reshape(shape.sizes());
  }

  private static int[] joined(Map<Character, Integer> sizes, String... groups) {
    int[] joined = new int[groups.length];
    Arrays.setAll(joined, i -> EinsumEquation.shape(groups[i], sizes).elements());
    return joined;
  }

  private static String common(String a, String b) {
    return filter(a, b, true);
  }

  private static String without(String a, String b) {
    return filter(a, b, false);
  }

  private static String filter(String labels, String others, boolean wanted) {
    return labels
        .chars()
        .filter(label -> (others.indexOf(label) >= 0) == wanted)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
