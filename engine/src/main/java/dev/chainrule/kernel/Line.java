package dev.chainrule.kernel;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Places at equal distances in a contiguous storage: a line of a tensor, or a part of one.
///
/// @param number of the line among all of them, counted in row-major order
/// @param start the first place, counted from the storage's offset
/// @param step from one place to the next
/// @param size how many places there are
record Line(int number, int start, int step, int size) {

  /// Shares all lines of a tensor among threads; each thread works with what it gets from `worker`.
  static void fork(Lines lines, Supplier<Consumer<Line>> worker) {
    int count = lines.outer() * lines.inner();
    int parts = Math.min(Loops.parts(lines.elements()), Math.max(count, 1));
    Loops.fork(
        parts,
        count,
        1,
        (from, to) -> {
          var work = worker.get();
          for (int number = from; number < to; number++) {
            work.accept(of(lines, number));
          }
        });
  }

  private static Line of(Lines lines, int number) {
    int inner = lines.inner();
    int start = number / inner * lines.size() * inner + number % inner;
    return new Line(number, start, inner, lines.size());
  }

  /// Returns the same places, the last one first.
  Line reversed() {
    return new Line(number, start + (size - 1) * step, -step, size);
  }

  /// Returns at most `count` places from the given one on.
  Line part(int from, int count) {
    return new Line(number, start + from * step, step, Math.min(count, size - from));
  }

  /// Returns the neighbours from one place on: an element each of this line and of those after it.
  Line row(int from, int width) {
    return new Line(number, start + from * step, 1, width);
  }

  /// Returns the same line of a tensor with another size along this axis.
  Line with(int other) {
    int first = number / step * other * step + number % step;
    return new Line(number, first, step, other);
  }

  /// Copies elements of `F32` or `F64` into the beginning of an array.
  void read(Storage x, double[] to) {
    int from = x.offset() + start;
    if (x.array() instanceof float[] array) {
      for (int i = 0; i < size; i++) {
        to[i] = array[from + i * step];
      }
    } else {
      double[] array = (double[]) x.array();
      for (int i = 0; i < size; i++) {
        to[i] = array[from + i * step];
      }
    }
  }

  /// Copies the beginning of an array to the places, rounded to `F32` or `F64`.
  void write(double[] from, Storage y) {
    int to = y.offset() + start;
    if (y.array() instanceof float[] array) {
      for (int i = 0; i < size; i++) {
        array[to + i * step] = (float) from[i];
      }
    } else {
      double[] array = (double[]) y.array();
      for (int i = 0; i < size; i++) {
        array[to + i * step] = from[i];
      }
    }
  }
}
