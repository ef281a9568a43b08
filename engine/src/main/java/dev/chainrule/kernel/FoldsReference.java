package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The definition of folds, written down in the plainest way: slow, and the control of [Folds].
public final class FoldsReference {
  private static final int LANES = 64;
  private static final int BLOCK = 64;

  private FoldsReference() {}

  /// Combines the elements of `input` along the axes `over` into `output`.
  ///
  /// @param sizes of the input's axes
  /// @param output contiguous, with size 1 on the combined axes
  public static void run(Fold fold, int[] sizes, boolean[] over, Storage input, Storage output) {
    int[] axes = IntStream.range(0, sizes.length).filter(axis -> sizes[axis] != 1).toArray();
    int[] left = pick(sizes, axes);
    var source = input.view(input.offset(), pick(input.strides(), axes));
    boolean[] combined = new boolean[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      combined[axis] = over[axes[axis]];
    }
    int end = axes.length;
    boolean done = false;
    while (end > 0) {
      int from = end - 1;
      while (from > 0 && combined[from - 1] == combined[end - 1]) {
        from--;
      }
      if (combined[end - 1]) {
        int[] next = left.clone();
        Arrays.fill(next, from, end, 1);
        done = !any(combined, from);
        var target = done ? output : Storage.allocate(input.element(), next);
        group(fold, left, from, end, source, target);
        left = next;
        source = target.view(target.offset(), Storage.contiguous(next));
      }
      end = from;
    }
    if (!done) {
      Loops.map(Expression.input(0), input.element(), sizes, input, output);
    }
  }

  private static int[] pick(int[] numbers, int[] axes) {
    return Arrays.stream(axes).map(axis -> numbers[axis]).toArray();
  }

  private static boolean any(boolean[] over, int to) {
    for (int axis = 0; axis < to; axis++) {
      if (over[axis]) {
        return true;
      }
    }
    return false;
  }

  /// Combines one run of neighbouring axes: along columns if nothing lies inside it, else along
  /// rows.
  private static void group(
      Fold fold, int[] sizes, int from, int to, Storage input, Storage output) {
    int[] outer = Arrays.copyOfRange(sizes, 0, from);
    int[] folded = Arrays.copyOfRange(sizes, from, to);
    int[] inner = Arrays.copyOfRange(sizes, to, sizes.length);
    int count = product(folded);
    int columns = product(inner);
    int place = output.offset();
    for (int o = 0; o < product(outer); o++) {
      int base = input.offset() + place(o, outer, input.strides(), 0);
      for (int i = 0; i < columns; i++) {
        int start = base + place(i, inner, input.strides(), to);
        var numbers = new Numbers(input, start, folded, from);
        if (input.element() == Element.I64) {
          ((long[]) output.array())[place++] = whole(fold, numbers, count);
        } else {
          double value = columns == 1 ? lanes(fold, numbers, count) : rows(fold, numbers, count);
          set(output, place++, value);
        }
      }
    }
  }

  /// The numbers that become one, by their place in row-major order.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Numbers(Storage input, int start, int[] folded, int firstAxis) {
    double get(int i) {
      int place = start + place(i, folded, input.strides(), firstAxis);
      return input.array() instanceof float[] floats
          ? floats[place]
          : ((double[]) input.array())[place];
    }

    long whole(int i) {
      return ((long[]) input.array())[start + place(i, folded, input.strides(), firstAxis)];
    }

    double round(double value) {
      return input.element() == Element.F32 ? (float) value : value;
    }
  }

  private static long whole(Fold fold, Numbers numbers, int count) {
    long value = (long) fold.identity();
    for (int i = 0; i < count; i++) {
      value = fold.of(value, numbers.whole(i));
    }
    return value;
  }

  private static double lanes(Fold fold, Numbers numbers, int count) {
    double[] total = new double[LANES];
    Arrays.fill(total, fold.identity());
    for (int lane = 0; lane < Math.min(LANES, count); lane++) {
      for (int run = lane; run < count; run += LANES * BLOCK) {
        double sum = fold.identity();
        for (int step = 0; step < BLOCK && run + step * LANES < count; step++) {
          sum = numbers.round(fold.of(sum, numbers.get(run + step * LANES)));
        }
        total[lane] = numbers.round(fold.of(total[lane], sum));
      }
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        total[lane] = numbers.round(fold.of(total[lane], total[lane + half]));
      }
    }
    return total[0];
  }

  private static double rows(Fold fold, Numbers numbers, int count) {
    double total = fold.identity();
    double group = fold.identity();
    double block = fold.identity();
    for (int i = 0; i < count; i++) {
      block = numbers.round(fold.of(block, numbers.get(i)));
      if ((i + 1) % BLOCK == 0) {
        group = numbers.round(fold.of(group, block));
        block = fold.identity();
      }
      if ((i + 1) % (BLOCK * BLOCK) == 0) {
        total = numbers.round(fold.of(total, group));
        group = fold.identity();
      }
    }
    return numbers.round(fold.of(total, numbers.round(fold.of(group, block))));
  }

  private static void set(Storage output, int place, double value) {
    if (output.array() instanceof float[] floats) {
      floats[place] = (float) value;
    } else {
      ((double[]) output.array())[place] = value;
    }
  }

  private static int product(int[] sizes) {
    int product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  private static int place(int index, int[] sizes, int[] strides, int firstAxis) {
    int place = 0;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      place += index % sizes[axis] * strides[firstAxis + axis];
      index /= sizes[axis];
    }
    return place;
  }
}
