package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import java.util.stream.IntStream;

/// Elements that are chosen by what they are. How many there are is known only when the numbers
/// are, so the shapes of results depend on data.
public final class Masks {
  private Masks() {}

  /// Returns the indices of all elements that are not 0, in row-major order: a row of `I64` for
  /// each, with one number for each axis.
  public static Tensor nonZero(Tensor x) {
    int[] places = places(x);
    int rank = x.shape().rank();
    long[] indices = new long[places.length * rank];
    for (int i = 0; i < places.length; i++) {
      int[] index = Plain.index(x.shape(), places[i]);
      for (int axis = 0; axis < rank; axis++) {
        indices[i * rank + axis] = index[axis];
      }
    }
    return Tensor.of(indices, Shape.of(places.length, rank));
  }

  /// Returns the elements of a tensor where a mask holds, in row-major order. The mask broadcasts
  /// to the tensor.
  public static Tensor select(Tensor x, Tensor mask) {
    return rows(x, Expand.of(mask, x.shape()));
  }

  /// Returns the slices of a tensor for which a mask over its outer axes holds, in order.
  ///
  /// @throws ShapeException if the mask's sizes are not those of the outer axes
  public static Tensor rows(Tensor x, Tensor mask) {
    int rank = mask.shape().rank();
    var shape = x.shape();
    if (rank > shape.rank() || !shape.part(0, rank).equals(mask.shape())) {
      throw new ShapeException(
          "maskedSelect: a mask of shape %s does not fit the outer axes of %s"
              .formatted(mask.shape(), shape));
    }
    var flat = Shape.of(mask.shape().elements()).concat(shape.part(rank, shape.rank()));
    return IndexSelect.of(x.reshape(flat.sizes()), 0, places(mask));
  }

  private static int[] places(Tensor x) {
    boolean[] chosen = x.to(DType.BOOL).toBooleanArray();
    return IntStream.range(0, chosen.length).filter(i -> chosen[i]).toArray();
  }
}
