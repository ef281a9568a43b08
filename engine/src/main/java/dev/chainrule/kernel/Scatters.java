package dev.chainrule.kernel;

/// Adds or assigns elements at the places that indices name. All storages are contiguous, indices
/// are valid.
///
/// Every element of the result takes its contributions in row-major order of the source: threads
/// share the work by lines or by inner elements, never by indices.
public final class Scatters {
  private Scatters() {}

  /// Returns the call that adds `y[o, index[o, j, i], i] += x[o, j, i]`.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static Runnable addElements(Storage x, Storage index, int size, Storage y, Lines to) {
    return new Elements(size, to) {
      @Override
      void apply(int start, int at, int base, int scale, int step, int count) {
        add(x, start, index, at, y, base, scale, step, count);
      }
    };
  }

  /// Returns the call that sets `y[o, index[o, j, i], i] = x[o, j, i]`; the last one stays.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static Runnable assignElements(Storage x, Storage index, int size, Storage y, Lines to) {
    return new Elements(size, to) {
      @Override
      void apply(int start, int at, int base, int scale, int step, int count) {
        assign(x, start, index, at, y, base, scale, step, count);
      }
    };
  }

  /// Returns the call that adds `y[o, index[j], i] += x[o, j, i]`.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static Runnable addRows(Storage x, Storage index, int size, Storage y, Lines to) {
    int inner = to.inner();
    return new Parts(to, size) {
      @Override
      void run(int o, int from, int end) {
        if (inner == 1) {
          add(x, o * size, index, 0, y, o * to.size(), 1, 0, size);
          return;
        }
        int[] places = (int[]) index.array();
        for (int j = 0; j < size; j++) {
          int place = o * to.size() + places[index.offset() + j];
          addRow(x, (o * size + j) * inner + from, y, place * inner + from, end - from);
        }
      }
    };
  }

  /// Work that threads share by lines, or by inner elements if there are more of those.
  private abstract static class Parts extends Shared {
    private final Lines to;

    Parts(Lines to, int size) {
      super(Math.max(to.outer(), to.inner()), 1, to.outer() * size * to.inner());
      this.to = to;
    }

    /// Does the work for the inner elements `from .. end − 1` of line `o`.
    abstract void run(int o, int from, int end);

    @Override
    final void run(int from, int end) {
      boolean lines = to.outer() >= to.inner();
      int last = lines ? end : to.outer();
      for (int o = lines ? from : 0; o < last; o++) {
        run(o, lines ? 0 : from, lines ? to.inner() : end);
      }
    }
  }

  /// Work on elements that have an index each.
  private abstract static class Elements extends Parts {
    private final int size;
    private final Lines to;

    Elements(int size, Lines to) {
      super(to, size);
      this.size = size;
      this.to = to;
    }

    /// Uses the elements `y[base + index[at + i] · scale + i · step]` and `x[start + i]` for `i <
    /// count`.
    abstract void apply(int start, int at, int base, int scale, int step, int count);

    @Override
    final void run(int o, int from, int end) {
      int inner = to.inner();
      if (inner == 1) {
        apply(o * size, o * size, o * to.size(), 1, 0, size);
      } else {
        for (int j = 0; j < size; j++) {
          int at = (o * size + j) * inner + from;
          apply(at, at, o * to.size() * inner + from, inner, 1, end - from);
        }
      }
    }
  }

  private static void addRow(Storage x, int from, Storage y, int to, int count) {
    int start = x.offset() + from;
    int target = y.offset() + to;
    switch (y.array()) {
      case float[] out -> {
        float[] in = (float[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] += in[start + i];
        }
      }
      case double[] out -> {
        double[] in = (double[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] += in[start + i];
        }
      }
      case int[] out -> {
        int[] in = (int[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] += in[start + i];
        }
      }
      case long[] out -> {
        long[] in = (long[]) x.array();
        for (int i = 0; i < count; i++) {
          out[target + i] += in[start + i];
        }
      }
      default -> throw new IllegalStateException("no sums of " + y.element());
    }
  }

  private static void add(
      Storage x,
      int from,
      Storage index,
      int at,
      Storage y,
      int to,
      int scale,
      int step,
      int count) {
    int[] places = (int[]) index.array();
    int first = index.offset() + at;
    int start = x.offset() + from;
    int base = y.offset() + to;
    switch (y.array()) {
      case float[] out -> {
        float[] in = (float[]) x.array();
        for (int i = 0; i < count; i++) {
          out[base + places[first + i] * scale + i * step] += in[start + i];
        }
      }
      case double[] out -> {
        double[] in = (double[]) x.array();
        for (int i = 0; i < count; i++) {
          out[base + places[first + i] * scale + i * step] += in[start + i];
        }
      }
      case int[] out -> {
        int[] in = (int[]) x.array();
        for (int i = 0; i < count; i++) {
          out[base + places[first + i] * scale + i * step] += in[start + i];
        }
      }
      case long[] out -> {
        long[] in = (long[]) x.array();
        for (int i = 0; i < count; i++) {
          out[base + places[first + i] * scale + i * step] += in[start + i];
        }
      }
      default -> throw new IllegalStateException("no sums of " + y.element());
    }
  }

  private static void assign(
      Storage x,
      int from,
      Storage index,
      int at,
      Storage y,
      int target,
      int scale,
      int step,
      int count) {
    int[] places = (int[]) index.array();
    int first = index.offset() + at;
    int start = x.offset() + from;
    int base = y.offset() + target;
    for (int i = 0; i < count; i++) {
      int to = base + places[first + i] * scale + i * step;
      System.arraycopy(x.array(), start + i, y.array(), to, 1);
    }
  }
}
