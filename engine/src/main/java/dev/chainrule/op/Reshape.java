package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.List;
import java.util.stream.IntStream;

/// The same elements in row-major order under another shape; a view where the strides allow it.
///
/// @param shape the new shape
public record Reshape(Shape shape) implements Linear {

  /// Returns a tensor under another shape, in which one size may be −1: the one that fits.
  public static Tensor of(Tensor x, int... sizes) {
    return new Reshape(resolve(x.shape(), sizes)).on(x);
  }

  /// Returns a tensor with a new axis of size 1 before `axis`; negative numbers count from the end
  /// of the result, and −1 makes an innermost axis.
  public static Tensor unsqueeze(Tensor x, int axis) {
    int rank = x.shape().rank();
    int place = axis < 0 ? axis + rank + 1 : axis;
    if (place < 0 || place > rank) {
      throw new ShapeException(
          "unsqueeze: axis %d does not exist; a new axis of %s can be %d..%d"
              .formatted(axis, x.shape(), -rank - 1, rank));
    }
    return of(x, x.shape().insert(place, 1).sizes());
  }

  /// Returns a tensor without the given axes, which have size 1, or without all such axes if none
  /// is given.
  ///
  /// @throws ShapeException if a given axis has another size
  public static Tensor squeeze(Tensor x, int... axes) {
    var shape = x.shape();
    boolean[] gone = Axes.of(axes).in("squeeze", shape);
    var left = IntStream.builder();
    for (int axis = 0; axis < gone.length; axis++) {
      if (gone[axis] && axes.length > 0 && shape.size(axis) != 1) {
        throw new ShapeException(
            "squeeze: axis %d of %s has size %d; only axes of size 1 can go"
                .formatted(axis, shape, shape.size(axis)));
      }
      if (!gone[axis] || shape.size(axis) != 1) {
        left.add(shape.size(axis));
      }
    }
    return of(x, left.build().toArray());
  }

  /// Returns a tensor with the axes `from` to `to`, both included, joined into one; negative
  /// numbers count from the end.
  public static Tensor flatten(Tensor x, int from, int to) {
    var shape = x.shape();
    if (shape.rank() == 0) {
      return of(x, 1);
    }
    int first = Axes.one("flatten", from, shape);
    int last = Axes.one("flatten", to, shape);
    if (first > last) {
      throw new ShapeException(
          "flatten: axis %d comes after axis %d; input is %s".formatted(first, last, shape));
    }
    var joined = Shape.of(shape.part(first, last + 1).elements());
    return of(
        x, shape.part(0, first).concat(joined).concat(shape.part(last + 1, shape.rank())).sizes());
  }

  private static Shape resolve(Shape from, int... sizes) {
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] != -1) {
        known *= sizes[axis];
      } else if (open < 0) {
        open = axis;
      } else {
        throw new ShapeException(
            "reshape: only one size may be -1, got " + java.util.Arrays.toString(sizes));
      }
    }
    if (open < 0) {
      return Shape.of(sizes);
    }
    if (known == 0 || from.elements() % known != 0) {
      throw new ShapeException(
          "reshape: %s has %d elements, which no size for -1 in %s gives"
              .formatted(from, from.elements(), java.util.Arrays.toString(sizes)));
    }
    int[] resolved = sizes.clone();
    resolved[open] = (int) (from.elements() / known);
    return Shape.of(resolved);
  }

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var from = inputs.getFirst().shape();
    if (from.elements() != shape.elements()) {
      throw new ShapeException(
          "reshape: %s has %d elements, %s has %d; both must have the same number"
              .formatted(from, from.elements(), shape, shape.elements()));
    }
    return inputs.getFirst().with(shape);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var x = inputs.getFirst();
    var strides = x.storage().reshaped(x.shape().sizes(), shape.sizes());
    if (strides.isPresent()) {
      return Tensor.of(x.storage().view(x.storage().offset(), strides.get()), type);
    }
    var copy = contiguous(x);
    return Tensor.of(copy.view(copy.offset(), Storage.contiguous(shape.sizes())), type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst();
    int[] sizes = x.shape().sizes();
    var to = result.storage();
    return LoopCall.copy(sizes, x.storage(), to.view(to.offset(), Storage.contiguous(sizes)));
  }

  /// Returns the elements of a tensor in row-major order, copied only if they are not so already.
  @SuppressWarnings("exports") // the kernel package is not for users
  public static Storage contiguous(Tensor x) {
    int[] sizes = x.shape().sizes();
    if (x.storage().isContiguous(sizes)) {
      return x.storage();
    }
    var copy = Storage.allocate(x.dtype().element(), sizes);
    Loops.map(Expression.input(0), copying(x.dtype()), sizes, x.storage(), copy);
    return copy;
  }

  /// Returns the type in which kernels copy elements without changing them.
  static Element copying(DType dtype) {
    return switch (dtype) {
      case BOOL, U8, I32 -> Element.I32;
      case I64 -> Element.I64;
      case F32 -> Element.F32;
      case F64 -> Element.F64;
    };
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return new Reshape(input.shape()).on(upstream);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return new Plain(shape, inputs.getFirst().values());
  }

  static OpSpec spec() {
    return OpSpec.of("reshape")
        .summary("The same elements in row-major order under another shape.")
        .formula("y = x")
        .gradient("dx = dy under the old shape")
        .sample(new Reshape(Shape.of(6)), Input.numbers(2, 3))
        .sample(new Reshape(Shape.of(4, 1, 3)), Input.numbers(2, 6))
        .misuse(
            "reshape: [2, 3] has 6 elements, [4] has 4; both must have the same number",
            new Reshape(Shape.of(4)),
            new TensorType(Shape.of(2, 3), DType.F32))
        .build();
  }
}
