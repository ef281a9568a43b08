package dev.chainrule.kernel;

import java.util.Arrays;
import java.util.function.Consumer;

/// Which places along the lines of a tensor hold the largest, the smallest, the next elements.
///
/// Elements are compared by keys, whole numbers in the elements' order: −0 equals 0, and NaN is
/// larger than every number. Storages are contiguous; elements are F32, F64 or I64, results I64.
public final class Orders {
  /// Up to how many places are kept sorted by insertion while a line is read once.
  private static final int FEW = 32;

  private Orders() {}

  /// Finds in every line the first of the largest elements, or of the smallest; NaN counts as
  /// either.
  public static void extreme(boolean smallest, Storage x, Lines lines, Storage indices) {
    ranks(
        x,
        lines,
        indices,
        1,
        new Keys(smallest, Long.MAX_VALUE),
        (keys, places) -> {
          int best = 0;
          for (int i = 1; i < keys.length; i++) {
            best = keys[i] > keys[best] ? i : best;
          }
          places[0] = best;
        });
  }

  /// Finds for every place the last of the largest elements up to there, or of the smallest; NaN
  /// counts as either.
  public static void running(boolean smallest, Storage x, Lines lines, Storage indices) {
    ranks(
        x,
        lines,
        indices,
        lines.size(),
        new Keys(smallest, Long.MAX_VALUE),
        (keys, places) -> {
          int best = 0;
          for (int i = 0; i < keys.length; i++) {
            best = keys[i] >= keys[best] ? i : best;
            places[i] = best;
          }
        });
  }

  /// Finds the places of the first `count` elements of every line in ascending order, NaN last, or
  /// in the reverse order, NaN first. Equal elements keep their order.
  public static void sorted(
      boolean descending, int count, Storage x, Lines lines, Storage indices) {
    boolean few = count <= FEW && count < lines.size() / 2;
    ranks(
        x,
        lines,
        indices,
        count,
        new Keys(descending, descending ? Long.MIN_VALUE : Long.MAX_VALUE),
        few ? Orders::first : Orders::sort);
  }

  /// Finds in every line the last place of the element that occurs most often, at a tie of the
  /// smallest one; all NaN count as one element, the largest.
  public static void most(Storage x, Lines lines, Storage indices) {
    ranks(x, lines, indices, 1, new Keys(false, Long.MAX_VALUE), Orders::longestRun);
  }

  /// How elements become keys.
  ///
  /// @param reversed whether larger elements have smaller keys
  /// @param nan the key of NaN
  private record Keys(boolean reversed, long nan) {

    void read(Storage x, Line line, double[] numbers, long[] keys) {
      if (x.array() instanceof long[] array) {
        for (int i = 0; i < keys.length; i++) {
          keys[i] = array[x.offset() + line.start() + i * line.step()];
        }
      } else {
        Places.read(x, line.start(), line.step(), line.size(), numbers);
        for (int i = 0; i < keys.length; i++) {
          keys[i] = of(numbers[i]);
        }
      }
      for (int i = 0; reversed && i < keys.length; i++) {
        keys[i] = ~keys[i];
      }
      for (int i = 0; i < numbers.length; i++) {
        keys[i] = Double.isNaN(numbers[i]) ? nan : keys[i];
      }
    }

    /// The bits of a double are ordered like the numbers once those of negative ones are turned
    /// over.
    private static long of(double number) {
      long bits = Double.doubleToRawLongBits(number + 0.0);
      return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
  }

  /// Turns the keys of a line, which it may change, into places.
  private interface Ranking {
    void rank(long[] keys, int[] places);
  }

  private static void ranks(
      Storage x, Lines lines, Storage indices, int results, Keys order, Ranking ranking) {
    long[] out = (long[]) indices.array();
    Line.fork(
        lines,
        () -> {
          double[] numbers = new double[x.element() == Element.I64 ? 0 : lines.size()];
          long[] keys = new long[lines.size()];
          int[] places = new int[results];
          Consumer<Line> work =
              line -> {
                order.read(x, line, numbers, keys);
                ranking.rank(keys, places);
                var to = line.with(results);
                for (int i = 0; i < results; i++) {
                  out[indices.offset() + to.start() + i * to.step()] = places[i];
                }
              };
          return work;
        });
  }

  /// Keeps the first places sorted by insertion.
  private static void first(long[] keys, int[] places) {
    long[] best = new long[places.length];
    int filled = 0;
    for (int i = 0; i < keys.length; i++) {
      if (filled == best.length && (filled == 0 || keys[i] >= best[filled - 1])) {
        continue;
      }
      int at = filled < best.length ? filled++ : filled - 1;
      for (; at > 0 && best[at - 1] > keys[i]; at--) {
        best[at] = best[at - 1];
        places[at] = places[at - 1];
      }
      best[at] = keys[i];
      places[at] = i;
    }
  }

  private static void sort(long[] keys, int[] places) {
    int[] all = new int[keys.length];
    Arrays.setAll(all, i -> i);
    int[] sorted = MergeSort.sort(keys, all);
    System.arraycopy(sorted, 0, places, 0, places.length);
  }

  private static void longestRun(long[] keys, int[] places) {
    int[] sorted = new int[keys.length];
    Arrays.setAll(sorted, i -> i);
    sorted = MergeSort.sort(keys.clone(), sorted);
    int longest = 0;
    int start = 0;
    for (int i = 1; i <= keys.length; i++) {
      if (i == keys.length || keys[sorted[i]] != keys[sorted[start]]) {
        places[0] = i - start > longest ? sorted[i - 1] : places[0];
        longest = Math.max(longest, i - start);
        start = i;
      }
    }
  }
}
