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

  /// Returns the same line of a tensor with another size along this axis.
  Line with(int other) {
    int first = number / step * other * step + number % step;
    return new Line(number, first, step, other);
  }
}
