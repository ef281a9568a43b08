package dev.chainrule.kernel;

import java.util.Arrays;

/// Weighted sums of rows, planned once: `y[o, r] = Σₑ weight[e] · x[o, row[e]]` over the terms `e`
/// of result row `r`; 0 if there are none. Rows are contiguous.
///
/// Products are rounded and added one after the other, beginning with the first.
public final class WeightedRows {
  private final Lines from;
  private final Lines to;
  private final int[] begins;
  private final int[] rows;
  private final double[] weights;

  /// @param from the lines of `x`
  /// @param to the lines of `y`, with the same outer and inner sizes
  /// @param begins where each result row's terms begin, and the end of the last one's
  /// @param rows of all terms; not copied, like the others
  /// @param weights of all terms
  public WeightedRows(Lines from, Lines to, int[] begins, int[] rows, double[] weights) {
    this.from = from;
    this.to = to;
    this.begins = begins;
    this.rows = rows;
    this.weights = weights;
  }

  /// Returns how each row of `x` goes into those of `y`: the transposed sums.
  public WeightedRows transposed() {
    int[] next = new int[from.size() + 1];
    for (int row : rows) {
      next[row + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] turnedBegins = next.clone();
    int[] turnedRows = new int[rows.length];
    double[] turnedWeights = new double[rows.length];
    for (int row = 0; row < to.size(); row++) {
      for (int term = begins[row]; term < begins[row + 1]; term++) {
        int place = next[rows[term]]++;
        turnedRows[place] = row;
        turnedWeights[place] = weights[term];
      }
    }
    return new WeightedRows(to, from, turnedBegins, turnedRows, turnedWeights);
  }

  /// Returns a call that sums the rows of one contiguous storage of F32 or F64 into another, as
  /// often as they change. Running it allocates nothing once it has been run.
  public Runnable of(Storage x, Storage y) {
    return new Call(x, y);
  }

  /// The sums of two storages.
  private final class Call implements Runnable {
    private final Storage x;
    private final Storage y;
    private final Workers.Part part = this::run;
    private int parts;

    Call(Storage x, Storage y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public void run() {
      parts = Math.min(Loops.parts(to.elements()), Math.max(to.outer() * to.size(), 1));
      Workers.run(parts, part);
    }

    private void run(int index) {
      int all = to.outer() * to.size();
      int end = BlockedProduct.share(all, index + 1, parts);
      for (int row = BlockedProduct.share(all, index, parts); row < end; row++) {
        if (y.array() instanceof float[] out) {
          sum((float[]) x.array(), x.offset(), out, y.offset(), row);
        } else {
          sum((double[]) x.array(), x.offset(), (double[]) y.array(), y.offset(), row);
        }
      }
    }
  }

  private void sum(float[] x, int xOffset, float[] y, int yOffset, int row) {
    int inner = to.inner();
    int place = yOffset + row * inner;
    int base = xOffset + row / to.size() * from.size() * inner;
    int term = begins[row % to.size()];
    int end = begins[row % to.size() + 1];
    if (term == end) {
      Arrays.fill(y, place, place + inner, 0);
    } else if (term + 1 == end) {
      one(x, base + rows[term] * inner, (float) weights[term], y, place, inner);
    } else {
      two(x, base, term, y, place, inner);
    }
    for (term += 2; term < end; term++) {
      add(x, base + rows[term] * inner, (float) weights[term], y, place, inner);
    }
  }

  private static void one(float[] x, int from, float w, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = w * x[from + i];
    }
  }

  private void two(float[] x, int base, int term, float[] y, int to, int count) {
    int a = base + rows[term] * count;
    int b = base + rows[term + 1] * count;
    float v = (float) weights[term];
    float w = (float) weights[term + 1];
    for (int i = 0; i < count; i++) {
      y[to + i] = v * x[a + i] + w * x[b + i];
    }
  }

  private static void add(float[] x, int from, float w, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += w * x[from + i];
    }
  }

  private void sum(double[] x, int xOffset, double[] y, int yOffset, int row) {
    int inner = to.inner();
    int place = yOffset + row * inner;
    int base = xOffset + row / to.size() * from.size() * inner;
    int term = begins[row % to.size()];
    int end = begins[row % to.size() + 1];
    if (term == end) {
      Arrays.fill(y, place, place + inner, 0);
    } else {
      one(x, base + rows[term] * inner, weights[term], y, place, inner);
    }
    for (term++; term < end; term++) {
      add(x, base + rows[term] * inner, weights[term], y, place, inner);
    }
  }

  private static void one(double[] x, int from, double w, double[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = w * x[from + i];
    }
  }

  private static void add(double[] x, int from, double w, double[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += w * x[from + i];
    }
  }
}
