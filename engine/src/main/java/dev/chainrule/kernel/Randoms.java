package dev.chainrule.kernel;

/// Random numbers that fill parts of arrays, whenever they are drawn with a key: element `i` of a
/// part depends on key, distribution and `i` alone. Drawing allocates nothing once warm.
///
/// Numbers of at most 32 random bits take one [Threefry] word each: the elements `512 b .. 512 b +
/// 255` take the first words of the counters from `256 b` on, the next 256 elements their second
/// words. Numbers of more bits take both words of counter `i`. `docs/numerics.md` has all
/// definitions.
public final class Randoms {
  private static final int LANES = Threefry.LANES;

  private static final Slots<int[]> SPARE = new Slots<>(() -> new int[LANES]);

  private Randoms() {}

  /// Uses the words of elements `to .. to + count − 1`.
  private interface Use {
    void run(int[] words, int to, int count);
  }

  /// Uses both words of elements `to .. to + count − 1`.
  private interface WideUse {
    void run(int[] upper, int[] lower, int to, int count);
  }

  /// Numbers to be drawn.
  public abstract static class Draw extends Shared {
    private int key0;
    private int key1;

    private Draw(int count, int unit) {
      super(count, unit, count);
    }

    /// Draws the numbers of a key.
    public final void draw(int first, int second) {
      key0 = first;
      key1 = second;
      run();
      finish();
    }

    /// Does what is left once all words have been used.
    void finish() {}

    final void words(int first, int lanes, int[] a, int[] b) {
      Threefry.block(key0, key1, first, lanes, a, b);
    }

    @Override
    final void run(int from, int to) {
      int[] a = SPARE.take();
      int[] b = SPARE.take();
      draw(from, to, a, b);
      SPARE.give(a);
      SPARE.give(b);
    }

    abstract void draw(int from, int to, int[] a, int[] b);
  }

  private static Draw each(int length, Use use) {
    return new Draw(length, 2 * LANES) {
      @Override
      void draw(int from, int to, int[] a, int[] b) {
        for (int i = from; i < to; i += 2 * LANES) {
          words(i / 2, Math.min(LANES, to - i), a, b);
          use.run(a, i, Math.min(LANES, to - i));
          use.run(b, i + LANES, Math.min(LANES, to - i - LANES));
        }
      }
    };
  }

  /// Numbers of more than 32 random bits.
  private static class Wide extends Draw {
    private final WideUse use;

    Wide(int length, WideUse use) {
      super(length, LANES);
      this.use = use;
    }

    @Override
    final void draw(int from, int to, int[] a, int[] b) {
      for (int i = from; i < to; i += LANES) {
        int lanes = Math.min(LANES, to - i);
        words(i, lanes, a, b);
        use.run(a, b, i, lanes);
      }
    }
  }

  private static long join(int upper, int lower) {
    return (long) upper << 32 | (lower & 0xFFFFFFFFL);
  }

  /// Returns a draw that fills a part of an array with numbers from `low` (included) to `high`
  /// (excluded), spread evenly.
  public static Draw uniform(float[] out, int start, int length, float low, float high) {
    float scale = (high - low) * 0x1p-24f;
    float last = Math.nextDown(high);
    return each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = Math.min((words[i] >>> 8) * scale + low, last);
          }
        });
  }

  /// Returns a draw that fills a part of an array with numbers from `low` (included) to `high`
  /// (excluded), spread evenly.
  public static Draw uniform(double[] out, int start, int length, double low, double high) {
    double scale = (high - low) * 0x1p-53;
    double last = Math.nextDown(high);
    return new Wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = Math.min((join(upper[i], lower[i]) >>> 11) * scale + low, last);
          }
        });
  }

  /// Returns a draw that fills a part of an array with normally distributed numbers.
  public static Draw normal(float[] out, int start, int length, double mean, double deviation) {
    return each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            double below = NormalQuantile.of(((words[i] & Integer.MAX_VALUE) + 0.5) * 0x1p-32);
            out[start + to + i] = (float) ((words[i] < 0 ? below : -below) * deviation + mean);
          }
        });
  }

  /// Returns a draw that fills a part of an array with normally distributed numbers.
  public static Draw normal(double[] out, int start, int length, double mean, double deviation) {
    return new Wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            long bits = join(upper[i], lower[i]);
            double below = NormalQuantile.of(((bits & Long.MAX_VALUE) >>> 11) * 0x1p-53 + 0x1p-54);
            out[start + to + i] = (bits < 0 ? below : -below) * deviation + mean;
          }
        });
  }

  /// Returns a draw that fills a part of an array with truths of the given probability.
  public static Draw truths(boolean[] out, int start, int length, double probability) {
    int threshold = (int) Math.ceil(probability * 0x1p24);
    return each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = (words[i] >>> 8) < threshold;
          }
        });
  }

  /// Returns a draw that fills a part of an array with whole numbers from `low` (included) to
  /// `high` (excluded).
  public static Draw integers(long[] out, int start, int length, long low, long high) {
    return new Wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] =
                low + Math.unsignedMultiplyHigh(join(upper[i], lower[i]), high - low);
          }
        });
  }

  /// Returns a draw that fills a part of an array with whole numbers from `low` (included) to
  /// `high` (excluded).
  public static Draw integers(int[] out, int start, int length, int low, long high) {
    return new Wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            long bits = join(upper[i], lower[i]);
            out[start + to + i] = (int) (low + Math.unsignedMultiplyHigh(bits, high - low));
          }
        });
  }

  /// Returns a draw that fills a part of an array with the numbers `0 .. length − 1` in random
  /// order.
  ///
  /// From the last place to the second, each is exchanged with one of the places up to itself.
  public static Draw permutation(long[] out, int start, int length) {
    long[] bits = new long[length];
    WideUse keep =
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            bits[to + i] = join(upper[i], lower[i]);
          }
        };
    return new Wide(length, keep) {
      @Override
      void finish() {
        for (int i = 0; i < length; i++) {
          out[start + i] = i;
        }
        for (int i = length - 1; i > 0; i--) {
          int other = start + (int) Math.unsignedMultiplyHigh(bits[i], i + 1L);
          long moved = out[start + i];
          out[start + i] = out[other];
          out[other] = moved;
        }
      }
    };
  }
}
