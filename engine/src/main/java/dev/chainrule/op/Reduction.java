package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import dev.chainrule.kernel.Folds;
import dev.chainrule.kernel.Storage;

/// What operations have in common that join the elements along some axes into one.
interface Reduction {

  String name();

  /// Returns the axes that are joined.
  Axes axes();

  /// Returns whether they stay, with size 1.
  boolean keep();

  /// Returns the result's shape.
  default Shape reduced(Shape from) {
    return keep() ? axes().kept(name(), from) : axes().removed(name(), from);
  }

  /// Returns the result's shape where there must be at least one element to choose from.
  default Shape reducedFromSome(Shape from) {
    var shape = reduced(from);
    if (axes().count(name(), from) == 0) {
      throw new ShapeException(
          "%s: there is no element to choose from along axes %s of %s"
              .formatted(name(), axes(), from));
    }
    return shape;
  }

  /// Returns how many elements become one.
  default int count(Shape from) {
    return axes().count(name(), from);
  }

  /// Returns a tensor of the result's shape with the joined axes put back, of size 1: it broadcasts
  /// with the input.
  default Tensor restored(Tensor result, Shape from) {
    return keep() ? result : Reshape.of(result, axes().kept(name(), from).sizes());
  }

  /// Joins the elements by a kernel. They must have the result's element type.
  default Tensor fold(Fold fold, Tensor x, TensorType type) {
    var result = Tensor.of(Copies.zeros(type), type);
    folding(fold, x, result).run();
    return result;
  }

  /// Returns the call that joins the elements into a place.
  default Runnable folding(Fold fold, Tensor x, Tensor result) {
    int[] kept = Storage.contiguous(axes().kept(name(), x.shape()).sizes());
    var target = result.storage().view(result.storage().offset(), kept);
    return Folds.of(fold, x.shape().sizes(), axes().in(name(), x.shape()), x.storage(), target);
  }
}
