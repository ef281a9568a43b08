package dev.chainrule.kernel;

import java.util.Arrays;

/// Running totals along the lines of a tensor, in the order that `docs/numerics.md` defines; each
/// is a call that can be run again and again, and allocates nothing once warm.
///
/// All storages are contiguous and have the shape of the lines. Threads share lines, never parts of
/// one. Lines that lie side by side are walked together, a row of up to [#PART] elements at a time.
public final class Scans {
  /// Elements that are taken at a time: they stay in the fastest cache.
  private static final int PART = 1024;

  private static final Slots<Spare> SPARE = new Slots<>(Spare::new);

  private Scans() {}

  /// What one thread needs.
  private static final class Spare {
    final double[] totals = new double[PART];
    final double[] factors = new double[PART];
    final double[] part = new double[PART];
  }

  /// Returns the call that finds `y[j] = y[j − 1] ∘ x[j]` along every line, or `y[j] = y[j + 1] ∘
  /// x[j]` if reversed.
  ///
  /// @param x of the element type of `y`: F32, F64 or I64
  public static Runnable fold(Fold fold, boolean reverse, Storage x, Lines lines, Storage y) {
    return x.element() == Element.I64
        ? new WholeTotals(fold, reverse, x, lines, y)
        : new Totals(fold, reverse, x, lines, y);
  }

  /// Returns the call that finds `y[j] = a[j] · y[j − 1] + b[j]` along every line, or from `y[j +
  /// 1]` if reversed; the first one is `b`, whatever `a` is.
  ///
  /// @param a of the element type of `b` and `y`: F32 or F64
  public static Runnable recurrence(boolean reverse, Storage a, Storage b, Lines lines, Storage y) {
    return new Recurrences(reverse, a, b, lines, y);
  }

  /// Work on lines, those that lie side by side together.
  private abstract static class Scan extends Shared {
    final int size;
    private final boolean reverse;
    private final Lines lines;

    Scan(boolean reverse, Lines lines) {
      super(lines.outer() * lines.inner(), 1, lines.elements());
      this.size = lines.size();
      this.reverse = reverse;
      this.lines = lines;
    }

    @Override
    final void run(int from, int to) {
      int inner = lines.inner();
      var spare = SPARE.take();
      for (int line = from; line < to; ) {
        int width = Math.min(Math.min(inner - line % inner, to - line), PART);
        int start = lines.start(line);
        if (reverse) {
          start += (size - 1) * inner;
        }
        if (inner == 1) {
          along(spare, start, reverse ? -1 : 1);
        } else {
          across(spare, start, reverse ? -inner : inner, width);
        }
        line += width;
      }
      SPARE.give(spare);
    }

    /// Walks along one line.
    ///
    /// @param start the first place, counted from the storages' offsets
    /// @param step from one place to the next
    abstract void along(Spare spare, int start, int step);

    /// Walks along neighbouring lines.
    ///
    /// @param start the first place of the first line
    /// @param step from one place of a line to its next
    /// @param width how many lines
    abstract void across(Spare spare, int start, int step, int width);
  }

  private static final class Totals extends Scan {
    private final Fold fold;
    private final Storage x;
    private final Storage y;

    Totals(Fold fold, boolean reverse, Storage x, Lines lines, Storage y) {
      super(reverse, lines);
      this.fold = fold;
      this.x = x;
      this.y = y;
    }

    @Override
    void along(Spare spare, int start, int step) {
      double[] part = spare.part;
      double total = fold.identity();
      for (int from = 0; from < size; from += PART) {
        int count = Math.min(PART, size - from);
        Places.read(x, start + from * step, step, count, part);
        for (int i = 0; i < count; i++) {
          total = fold.of(total, part[i]);
          part[i] = total;
        }
        Places.write(part, count, y, start + from * step, step);
      }
    }

    @Override
    void across(Spare spare, int start, int step, int width) {
      double[] totals = spare.totals;
      double[] part = spare.part;
      Arrays.fill(totals, 0, width, fold.identity());
      for (int j = 0; j < size; j++) {
        Places.read(x, start + j * step, 1, width, part);
        for (int i = 0; i < width; i++) {
          totals[i] = fold.of(totals[i], part[i]);
        }
        Places.write(totals, width, y, start + j * step, 1);
      }
    }
  }

  private static final class WholeTotals extends Scan {
    private final Fold fold;
    private final Storage x;
    private final Storage y;

    WholeTotals(Fold fold, boolean reverse, Storage x, Lines lines, Storage y) {
      super(reverse, lines);
      this.fold = fold;
      this.x = x;
      this.y = y;
    }

    @Override
    void along(Spare spare, int start, int step) {
      long[] in = (long[]) x.array();
      long[] out = (long[]) y.array();
      long total = (long) fold.identity();
      for (int i = 0; i < size; i++) {
        int place = start + i * step;
        total = fold.of(total, in[x.offset() + place]);
        out[y.offset() + place] = total;
      }
    }

    @Override
    void across(Spare spare, int start, int step, int width) {
      for (int i = 0; i < width; i++) {
        along(spare, start + i, step);
      }
    }
  }

  private static final class Recurrences extends Scan {
    private final Storage a;
    private final Storage b;
    private final Storage y;

    Recurrences(boolean reverse, Storage a, Storage b, Lines lines, Storage y) {
      super(reverse, lines);
      this.a = a;
      this.b = b;
      this.y = y;
    }

    @Override
    void along(Spare spare, int start, int step) {
      double[] factors = spare.factors;
      double[] part = spare.part;
      double last = 0;
      for (int from = 0; from < size; from += PART) {
        int count = Math.min(PART, size - from);
        Places.read(a, start + from * step, step, count, factors);
        Places.read(b, start + from * step, step, count, part);
        factors[0] = from == 0 ? 0 : factors[0];
        for (int i = 0; i < count; i++) {
          last = factors[i] * last + part[i];
          part[i] = last;
        }
        Places.write(part, count, y, start + from * step, step);
      }
    }

    @Override
    void across(Spare spare, int start, int step, int width) {
      double[] totals = spare.totals;
      double[] factors = spare.factors;
      double[] part = spare.part;
      Arrays.fill(totals, 0, width, 0);
      Arrays.fill(factors, 0, width, 0);
      for (int j = 0; j < size; j++) {
        if (j > 0) {
          Places.read(a, start + j * step, 1, width, factors);
        }
        Places.read(b, start + j * step, 1, width, part);
        for (int i = 0; i < width; i++) {
          totals[i] = factors[i] * totals[i] + part[i];
        }
        Places.write(totals, width, y, start + j * step, 1);
      }
    }
  }
}
