package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A loop that follows a product rectangle by rectangle. Running allocates nothing once warm, and
/// several threads may run it at once.
public final class LoopTail implements Tail {
  private final Kernel kernel;
  private final Result result;
  private final Storage[] operands;
  private final Strides[] strides;

  /// Whether rows follow each other without gaps in all operands, so that several are one.
  private final boolean joined;

  private final Slots<Call> calls;

  private LoopTail(Kernel kernel, Result result, Storage[] operands, Strides[] all) {
    this.kernel = kernel;
    this.result = result;
    this.operands = operands;
    strides = all;
    calls = new Slots<>(() -> new Call(operands.length));
    boolean gaps = false;
    for (var one : all) {
      gaps |= one.row() != one.column() * result.width;
    }
    joined = !gaps;
  }

  /// Where a product's result is.
  ///
  /// @param storage contiguous, of as many elements as the loop has places
  /// @param width the number of columns
  public record Result(Storage storage, int width) {}

  /// What one thread needs to run the kernel.
  private static final class Call {
    private final Object[] arrays;
    private final int[] layout;

    Call(int operands) {
      arrays = new Object[operands];
      layout = new int[Kernel.LAYOUT * operands];
    }
  }

  /// Returns the loop as a tail, if its operands are matrices like the product's result.
  ///
  /// @param compute what numbers are computed in: F32, F64, I32 or I64
  /// @param sizes of the operands' axes; a repeated axis has stride 0
  /// @param operands the expressions' inputs, then an output for each expression; those with the
  ///   result's elements may lie where it lies
  public static Optional<Tail> of(
      List<Expression> bodies, Element compute, int[] sizes, Result result, Storage... operands) {
    var strides = new Strides[operands.length];
    var described = new ArrayList<Loop.Operand>();
    for (int i = 0; i < operands.length; i++) {
      var found = strides(sizes, operands[i].strides(), result.width);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      strides[i] = found.get();
      described.add(Loop.Operand.of(operands[i].element(), strides[i].column()));
    }
    int inputs = operands.length - bodies.size();
    var loop =
        new Loop(
            bodies,
            compute,
            List.copyOf(described.subList(0, inputs)),
            List.copyOf(described.subList(inputs, operands.length)));
    return Optional.of(new LoopTail(Loops.kernel(loop), result, operands, strides));
  }

  /// Returns the distances of rows and columns if the elements of some axes, in row-major order,
  /// are seen as a matrix with this many columns; empty if the distances differ.
  public static Optional<Strides> strides(int[] sizes, int[] strides, int width) {
    int axis = sizes.length;
    int columns = 1;
    while (axis > 0 && columns < width) {
      columns *= sizes[--axis];
    }
    if (columns == width) {
      var inner = distance(sizes, strides, axis, sizes.length);
      var outer = distance(sizes, strides, 0, axis);
      return inner.flatMap(column -> outer.map(row -> new Strides(row, column)));
    }
    return distance(sizes, strides, 0, sizes.length)
        .map(column -> new Strides(column * width, column));
  }

  /// Returns the distance of neighbours if some axes are seen as one.
  private static Optional<Integer> distance(int[] sizes, int[] strides, int from, int to) {
    int distance = 1;
    int count = 1;
    for (int axis = to - 1; axis >= from; axis--) {
      if (sizes[axis] != 1 && count == 1) {
        distance = strides[axis];
      } else if (sizes[axis] != 1 && strides[axis] != distance * count) {
        return Optional.empty();
      }
      count *= sizes[axis];
    }
    return Optional.of(distance);
  }

  @Override
  public void run(int place, int apart, int rows, int columns) {
    int width = result.width;
    int row = (place - result.storage.offset()) / width;
    int column = (place - result.storage.offset()) % width;
    var call = calls.take();
    for (int i = 0; i < operands.length; i++) {
      var one = strides[i];
      call.arrays[i] = operands[i].array();
      int at = Kernel.LAYOUT * i;
      call.layout[at] = operands[i].offset() + row * one.row() + column * one.column();
      call.layout[at + 1] = apart / width * one.row();
      call.layout[at + 2] = one.column();
    }
    if (joined && columns == width && apart == width) {
      kernel.run(call.arrays, call.layout, 0, 1, 0, rows * columns);
    } else {
      kernel.run(call.arrays, call.layout, 0, rows, 0, columns);
    }
    calls.give(call);
  }
}
