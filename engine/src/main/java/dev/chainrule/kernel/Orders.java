package dev.chainrule.kernel;

import java.util.function.Supplier;

/// Which places along the lines of a tensor hold the largest, the smallest, the next elements; each
/// is a call that can be run again and again, and allocates nothing once warm.
///
/// Elements are compared by keys, whole numbers in the elements' order: −0 equals 0, and NaN is
/// larger than every number. Storages are contiguous; elements are F32, F64 or I64, results I64.
public final class Orders {
  /// Up to how many places are kept sorted by insertion while a line is read once.
  private static final int FEW = 32;

  private Orders() {}

  /// Returns the call that finds in every line the first of the largest elements, or of the
  /// smallest; NaN counts as either.
  public static Runnable extreme(boolean smallest, Storage x, Lines lines, Storage indices) {
    Ranking first =
        (keys, places) -> {
          int best = 0;
          for (int i = 1; i < keys.length; i++) {
            best = keys[i] > keys[best] ? i : best;
          }
          places[0] = best;
        };
    var keys = new Keys(smallest, Long.MAX_VALUE);
    return new Ranks(x, lines, 1, indices, () -> new Space(x, lines, 1, keys, first));
  }

  /// Returns the call that finds for every place the last of the largest elements up to there, or
  /// of the smallest; NaN counts as either.
  public static Runnable running(boolean smallest, Storage x, Lines lines, Storage indices) {
    Ranking last =
        (keys, places) -> {
          int best = 0;
          for (int i = 0; i < keys.length; i++) {
            best = keys[i] >= keys[best] ? i : best;
            places[i] = best;
          }
        };
    var keys = new Keys(smallest, Long.MAX_VALUE);
    int count = lines.size();
    return new Ranks(x, lines, count, indices, () -> new Space(x, lines, count, keys, last));
  }

  /// Returns the call that finds the places of the first `count` elements of every line in
  /// ascending order, NaN last, or in the reverse order, NaN first. Equal elements keep their
  /// order.
  public static Runnable sorted(
      boolean descending, int count, Storage x, Lines lines, Storage indices) {
    var keys = new Keys(descending, descending ? Long.MIN_VALUE : Long.MAX_VALUE);
    boolean few = count <= FEW && count < lines.size() / 2;
    return new Ranks(
        x,
        lines,
        count,
        indices,
        () -> new Space(x, lines, count, keys, few ? first(count) : sort(lines.size())));
  }

  /// Returns the call that finds in every line the last place of the element that occurs most
  /// often, at a tie of the smallest one; all NaN count as one element, the largest.
  public static Runnable most(Storage x, Lines lines, Storage indices) {
    var keys = new Keys(false, Long.MAX_VALUE);
    return new Ranks(
        x, lines, 1, indices, () -> new Space(x, lines, 1, keys, longestRun(lines.size())));
  }

  /// How elements become keys.
  ///
  /// @param reversed whether larger elements have smaller keys
  /// @param nan the key of NaN
  private record Keys(boolean reversed, long nan) {

    void read(Storage x, int start, int step, double[] numbers, long[] keys) {
      if (x.array() instanceof long[] array) {
        for (int i = 0; i < keys.length; i++) {
          keys[i] = array[x.offset() + start + i * step];
        }
      } else {
        Places.read(x, start, step, keys.length, numbers);
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

  /// What one thread needs.
  private static final class Space {
    final int[] places;
    private final double[] numbers;
    private final long[] keys;
    private final Keys order;
    private final Ranking ranking;

    Space(Storage x, Lines lines, int results, Keys order, Ranking ranking) {
      places = new int[results];
      numbers = new double[x.element() == Element.I64 ? 0 : lines.size()];
      keys = new long[lines.size()];
      this.order = order;
      this.ranking = ranking;
    }

    void rank(Storage x, int start, int step) {
      order.read(x, start, step, numbers, keys);
      ranking.rank(keys, places);
    }
  }

  /// Work on lines.
  private static final class Ranks extends Shared {
    private final Storage x;
    private final Lines lines;
    private final Lines results;
    private final Storage indices;
    private final Slots<Space> spaces;

    Ranks(Storage x, Lines lines, int count, Storage indices, Supplier<Space> space) {
      super(lines.outer() * lines.inner(), 1, lines.elements());
      this.x = x;
      this.lines = lines;
      results = new Lines(lines.outer(), count, lines.inner());
      this.indices = indices;
      spaces = new Slots<>(space);
    }

    @Override
    void run(int from, int to) {
      var space = spaces.take();
      int step = lines.inner();
      long[] out = (long[]) indices.array();
      for (int line = from; line < to; line++) {
        space.rank(x, lines.start(line), step);
        int first = indices.offset() + results.start(line);
        for (int i = 0; i < results.size(); i++) {
          out[first + i * step] = space.places[i];
        }
      }
      spaces.give(space);
    }
  }

  /// Returns what keeps the first places sorted by insertion.
  private static Ranking first(int count) {
    long[] best = new long[count];
    return (keys, places) -> {
      int filled = 0;
      for (int i = 0; i < keys.length; i++) {
        if (filled == count && (filled == 0 || keys[i] >= best[filled - 1])) {
          continue;
        }
        int at = filled < count ? filled++ : filled - 1;
        for (; at > 0 && best[at - 1] > keys[i]; at--) {
          best[at] = best[at - 1];
          places[at] = places[at - 1];
        }
        best[at] = keys[i];
        places[at] = i;
      }
    };
  }

  private static Ranking sort(int size) {
    var sort = new MergeSort(size);
    return (keys, places) -> {
      sort.sort(keys);
      System.arraycopy(sort.places(), 0, places, 0, places.length);
    };
  }

  private static Ranking longestRun(int size) {
    var sort = new MergeSort(size);
    return (keys, places) -> {
      sort.sort(keys);
      long[] sorted = sort.keys();
      int longest = 0;
      int start = 0;
      for (int i = 1; i <= size; i++) {
        if (i == size || sorted[i] != sorted[start]) {
          places[0] = i - start > longest ? sort.places()[i - 1] : places[0];
          longest = Math.max(longest, i - start);
          start = i;
        }
      }
    };
  }
}
