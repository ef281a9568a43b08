package dev.chainrule.kernel;

/// Running totals along the lines of a tensor, in the order that `docs/numerics.md` defines.
///
/// All storages are contiguous and have the shape of the lines. Threads share lines, never parts of
/// one.
public final class Scans {
  /// Elements of a line that are taken at a time: they stay in the fastest cache.
  private static final int PART = 1024;

  private Scans() {}

  /// `y[j] = y[j − 1] ∘ x[j]` along every line, or `y[j] = y[j + 1] ∘ x[j]` if reversed.
  ///
  /// @param x of the element type of `y`: F32, F64 or I64
  public static void fold(Fold fold, boolean reverse, Storage x, Lines lines, Storage y) {
    if (x.element() == Element.I64) {
      Line.fork(lines, () -> line -> longs(fold, x, y, reverse ? line.reversed() : line));
      return;
    }
    Line.fork(
        lines,
        () -> {
          double[] part = new double[Math.min(PART, lines.size())];
          return line -> doubles(fold, x, y, reverse ? line.reversed() : line, part);
        });
  }

  private static void doubles(Fold fold, Storage x, Storage y, Line line, double[] part) {
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
    Line.fork(
        lines,
        () -> {
          double[] factors = new double[Math.min(PART, lines.size())];
          double[] part = new double[factors.length];
          return line -> {
            var whole = reverse ? line.reversed() : line;
            double last = 0;
            for (int from = 0; from < whole.size(); from += PART) {
              var places = whole.part(from, PART);
              places.read(a, factors);
              places.read(b, part);
              factors[0] = from == 0 ? 0 : factors[0];
              last = recurrence(factors, part, places.size(), last);
              places.write(part, y);
            }
          };
        });
  }

  /// Replaces summands by results and returns the last one.
  private static double recurrence(double[] factors, double[] part, int count, double before) {
    double last = before;
    for (int i = 0; i < count; i++) {
      last = factors[i] * last + part[i];
      part[i] = last;
    }
    return last;
  }
}
