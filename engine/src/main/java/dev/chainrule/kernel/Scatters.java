package dev.chainrule.kernel;

/// Adds or assigns elements at the places that indices name. All storages are contiguous, indices
/// are valid.
///
/// Every element of the result takes its contributions in row-major order of the source: threads
/// share the work by lines or by inner elements, never by indices.
public final class Scatters {
  private Scatters() {}

  /// `y[o, index[o, j, i], i] += x[o, j, i]`.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static void addElements(Storage x, Storage index, int size, Storage y, Lines to) {
    elements(x, index, size, y, to, Scatters::add);
  }

  /// `y[o, index[o, j, i], i] = x[o, j, i]`; the last one stays.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static void assignElements(Storage x, Storage index, int size, Storage y, Lines to) {
    elements(x, index, size, y, to, Scatters::assign);
  }

  /// `y[o, index[j], i] += x[o, j, i]`.
  ///
  /// @param to the lines of `y`
  /// @param size how many indices `j` there are
  public static void addRows(Storage x, Storage index, int size, Storage y, Lines to) {
    int[] places = (int[]) index.array();
    int inner = to.inner();
    share(
        to,
        size,
        (o, from, end) -> {
          if (inner == 1) {
            add(new Run(x, o * size, index, 0, y, o * to.size(), 1, 0, size));
          } else {
            for (int j = 0; j < size; j++) {
              int place = o * to.size() + places[index.offset() + j];
              addRow(x, (o * size + j) * inner + from, y, place * inner + from, end - from);
            }
          }
        });
  }

  /// Work on the inner elements `from .. end − 1` of line `o`.
  private interface Line {
    void run(int o, int from, int end);
  }

  /// What is done with a run of elements.
  private interface Action {
    void apply(Run run);
  }

  /// The elements `y[base + index[at + i] · scale + i · step]` and `x[start + i]` for `i < count`.
  private record Run(
      Storage x,
      int start,
      Storage index,
      int at,
      Storage y,
      int base,
      int scale,
      int step,
      int count) {}

  private static void elements(
      Storage x, Storage index, int size, Storage y, Lines to, Action action) {
    int inner = to.inner();
    share(
        to,
        size,
        (o, from, end) -> {
          if (inner == 1) {
            action.apply(new Run(x, o * size, index, o * size, y, o * to.size(), 1, 0, size));
          } else {
            for (int j = 0; j < size; j++) {
              int at = (o * size + j) * inner + from;
              int base = o * to.size() * inner + from;
              action.apply(new Run(x, at, index, at, y, base, inner, 1, end - from));
            }
          }
        });
  }

  private static void share(Lines to, int size, Line work) {
    int parts = Loops.parts(to.outer() * size * to.inner());
    if (to.outer() >= to.inner()) {
      Loops.fork(
          Math.clamp(to.outer(), 1, parts),
          to.outer(),
          1,
          (first, end) -> {
            for (int o = first; o < end; o++) {
              work.run(o, 0, to.inner());
            }
          });
    } else {
      Loops.fork(
          Math.clamp(to.inner(), 1, parts),
          to.inner(),
          1,
          (first, end) -> {
            for (int o = 0; o < to.outer(); o++) {
              work.run(o, first, end);
            }
          });
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

  private static void add(Run run) {
    int[] places = (int[]) run.index.array();
    int first = run.index.offset() + run.at;
    int start = run.x.offset() + run.start;
    int base = run.y.offset() + run.base;
    switch (run.y.array()) {
      case float[] out -> {
        float[] in = (float[]) run.x.array();
        for (int i = 0; i < run.count; i++) {
          out[base + places[first + i] * run.scale + i * run.step] += in[start + i];
        }
      }
      case double[] out -> {
        double[] in = (double[]) run.x.array();
        for (int i = 0; i < run.count; i++) {
          out[base + places[first + i] * run.scale + i * run.step] += in[start + i];
        }
      }
      case int[] out -> {
        int[] in = (int[]) run.x.array();
        for (int i = 0; i < run.count; i++) {
          out[base + places[first + i] * run.scale + i * run.step] += in[start + i];
        }
      }
      case long[] out -> {
        long[] in = (long[]) run.x.array();
        for (int i = 0; i < run.count; i++) {
          out[base + places[first + i] * run.scale + i * run.step] += in[start + i];
        }
      }
      default -> throw new IllegalStateException("no sums of " + run.y.element());
    }
  }

  private static void assign(Run run) {
    int[] places = (int[]) run.index.array();
    int first = run.index.offset() + run.at;
    int start = run.x.offset() + run.start;
    int base = run.y.offset() + run.base;
    for (int i = 0; i < run.count; i++) {
      int to = base + places[first + i] * run.scale + i * run.step;
      System.arraycopy(run.x.array(), start + i, run.y.array(), to, 1);
    }
  }
}
