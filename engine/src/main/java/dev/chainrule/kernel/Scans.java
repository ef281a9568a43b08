package dev.chainrule.kernel;

import java.util.Arrays;

/// Running totals along the lines of a tensor, in the order that `docs/numerics.md` defines.
///
/// All storages are contiguous and have the shape of the lines. Threads share lines, never parts of
/// one. Lines that lie side by side are walked together, a row of up to [#PART] elements at a time.
public final class Scans {
  /// Elements that are taken at a time: they stay in the fastest cache.
  private static final int PART = 1024;

  private Scans() {}

  /// `y[j] = y[j − 1] ∘ x[j]` along every line, or `y[j] = y[j + 1] ∘ x[j]` if reversed.
  ///
  /// @param x of the element type of `y`: F32, F64 or I64
  public static void fold(Fold fold, boolean reverse, Storage x, Lines lines, Storage y) {
    if (x.element() == Element.I64) {
      Line.fork(lines, () -> line -> longs(fold, x, y, reverse ? line.reversed() : line));
    } else if (lines.inner() == 1) {
      Line.fork(
          lines,
          () -> {
            double[] part = new double[Math.min(PART, lines.size())];
            return line -> along(fold, x, y, reverse ? line.reversed() : line, part);
          });
    } else {
      blocks(reverse, lines, (rows, width) -> across(fold, x, y, rows, width));
    }
  }

  private static void along(Fold fold, Storage x, Storage y, Line line, double[] part) {
    double total = fold.identity();
    for (int from = 0; from < line.size(); from += PART) {
      var places = line.part(from, PART);
      places.read(x, part);
      for (int i = 0; i < places.size(); i++) {
        total = fold.of(total, part[i]);
        part[i] = total;
      }
      places.write(part, y);
    }
  }

  private static void across(Fold fold, Storage x, Storage y, Line rows, int width) {
    double[] totals = new double[width];
    double[] part = new double[width];
    Arrays.fill(totals, fold.identity());
    for (int j = 0; j < rows.size(); j++) {
      var row = rows.row(j, width);
      row.read(x, part);
      for (int i = 0; i < width; i++) {
        totals[i] = fold.of(totals[i], part[i]);
      }
      row.write(totals, y);
    }
  }

  private static void longs(Fold fold, Storage x, Storage y, Line line) {
    long[] in = (long[]) x.array();
    long[] out = (long[]) y.array();
    long total = (long) fold.identity();
    for (int i = 0; i < line.size(); i++) {
      int place = line.start() + i * line.step();
      total = fold.of(total, in[x.offset() + place]);
      out[y.offset() + place] = total;
    }
  }

  /// `y[j] = a[j] · y[j − 1] + b[j]` along every line, or from `y[j + 1]` if reversed; the first
  /// one is `b`, whatever `a` is.
  ///
  /// @param a of the element type of `b` and `y`: F32 or F64
  public static void recurrence(boolean reverse, Storage a, Storage b, Lines lines, Storage y) {
    if (lines.inner() > 1) {
      blocks(reverse, lines, (rows, width) -> across(a, b, y, rows, width));
      return;
    }
    Line.fork(
        lines,
        () -> {
          double[] factors = new double[Math.min(PART, lines.size())];
          double[] part = new double[factors.length];
          return line -> along(a, b, y, reverse ? line.reversed() : line, factors, part);
        });
  }

  private static void along(
      Storage a, Storage b, Storage y, Line line, double[] factors, double[] part) {
    double last = 0;
    for (int from = 0; from < line.size(); from += PART) {
      var places = line.part(from, PART);
      places.read(a, factors);
      places.read(b, part);
      factors[0] = from == 0 ? 0 : factors[0];
      for (int i = 0; i < places.size(); i++) {
        last = factors[i] * last + part[i];
        part[i] = last;
      }
      places.write(part, y);
    }
  }

  private static void across(Storage a, Storage b, Storage y, Line rows, int width) {
    double[] totals = new double[width];
    double[] factors = new double[width];
    double[] part = new double[width];
    for (int j = 0; j < rows.size(); j++) {
      var row = rows.row(j, width);
      if (j > 0) {
        row.read(a, factors);
      }
      row.read(b, part);
      for (int i = 0; i < width; i++) {
        totals[i] = factors[i] * totals[i] + part[i];
      }
      row.write(totals, y);
    }
  }

  /// Work on neighbouring lines.
  private interface Block {
    /// @param first the first of the lines
    /// @param width how many there are
    void run(Line first, int width);
  }

  /// Shares neighbouring lines among threads: in blocks of [#PART], or smaller ones if there are
  /// too few for all threads.
  private static void blocks(boolean reverse, Lines lines, Block block) {
    int parts = Math.ceilDiv(Loops.parts(lines.elements()), Math.max(lines.outer(), 1));
    int width = Math.min(PART, Math.ceilDiv(lines.inner(), parts));
    var shared =
        new Lines(
            lines.outer(),
            lines.size(),
            lines.inner() == 0 ? 0 : Math.ceilDiv(lines.inner(), width));
    Line.fork(
        shared,
        () ->
            some -> {
              int column = some.number() % shared.inner() * width;
              int start = some.number() / shared.inner() * lines.size() * lines.inner() + column;
              var line = new Line(some.number(), start, lines.inner(), lines.size());
              block.run(reverse ? line.reversed() : line, Math.min(width, lines.inner() - column));
            });
  }
}
