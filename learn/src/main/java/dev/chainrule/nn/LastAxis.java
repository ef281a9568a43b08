package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The check of layers whose variables belong to the input's last axis.
final class LastAxis {
  private LastAxis() {}

  static void require(Site site, Tensor input, int size) {
    var shape = input.shape();
    if (shape.rank() > 1 && shape.size(-1) == size) {
      return;
    }
    if (shape.rank() == 1 && shape.size(0) == size) {
      throw new ShapeException(
          "%s: input %s has no axis that counts samples; reshape(1, %d) makes it a batch of one"
              .formatted(site, shape, size));
    }
    int found = shape.rank() == 0 ? 1 : shape.size(-1);
    boolean flat = shape.rank() > 2 && shape.elements() / shape.size(0) == size;
    throw new ShapeException(
        "%s: input's last axis is %d, layer was built for %d; input is %s%s"
            .formatted(
                site, found, size, batch(shape), flat ? "; a Flatten layer may be missing" : ""));
  }

  private static String batch(Shape shape) {
    if (shape.rank() == 0) {
      return "a single number";
    }
    return Arrays.stream(shape.sizes())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "[batch ", "]"));
  }
}
