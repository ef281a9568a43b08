package dev.chainrule.kernel;

/// Fills parts of arrays with random numbers: element `i` of a part depends on key, distribution
/// and `i` alone.
///
/// Numbers of at most 32 random bits take one [Threefry] word each: the elements `512 b .. 512 b +
/// 255` take the first words of the counters from `256 b` on, the next 256 elements their second
/// words. Numbers of more bits take both words of counter `i`. `docs/numerics.md` has all
/// definitions.
///
/// @param key0 the first word of the key
/// @param key1 the second word of the key
public record Randoms(int key0, int key1) {
  private static final int LANES = Threefry.LANES;

  /// Uses the words of elements `to .. to + count − 1`.
  private interface Use {
    void run(int[] words, int to, int count);
  }

  /// Uses both words of elements `to .. to + count − 1`.
  private interface WideUse {
    void run(int[] upper, int[] lower, int to, int count);
  }

  private void each(int count, Use use) {
    Loops.fork(
        Loops.parts(count),
        count,
        2 * LANES,
        (from, end) -> {
          int[] a = new int[LANES];
          int[] b = new int[LANES];
          for (int i = from; i < end; i += 2 * LANES) {
            Threefry.block(key0, key1, i / 2, Math.min(LANES, end - i), a, b);
            use.run(a, i, Math.min(LANES, end - i));
            use.run(b, i + LANES, Math.min(LANES, end - i - LANES));
          }
        });
  }

  private void wide(int count, WideUse use) {
    Loops.fork(
        Loops.parts(count),
        count,
        LANES,
        (from, end) -> {
          int[] a = new int[LANES];
          int[] b = new int[LANES];
          for (int i = from; i < end; i += LANES) {
            int lanes = Math.min(LANES, end - i);
            Threefry.block(key0, key1, i, lanes, a, b);
            use.run(a, b, i, lanes);
          }
        });
  }

  private static long join(int upper, int lower) {
    return (long) upper << 32 | (lower & 0xFFFFFFFFL);
  }

  /// Fills a part of an array with numbers from `low` (included) to `high` (excluded), spread
  /// evenly.
  public void uniform(float[] out, int start, int length, float low, float high) {
    float scale = (high - low) * 0x1p-24f;
    float last = Math.nextDown(high);
    each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = Math.min((words[i] >>> 8) * scale + low, last);
          }
        });
  }

  /// Fills a part of an array with numbers from `low` (included) to `high` (excluded), spread
  /// evenly.
  public void uniform(double[] out, int start, int length, double low, double high) {
    double scale = (high - low) * 0x1p-53;
    double last = Math.nextDown(high);
    wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = Math.min((join(upper[i], lower[i]) >>> 11) * scale + low, last);
          }
        });
  }

  /// Fills a part of an array with normally distributed numbers.
  public void normal(float[] out, int start, int length, double mean, double deviation) {
    each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            double below = NormalQuantile.of(((words[i] & Integer.MAX_VALUE) + 0.5) * 0x1p-32);
            out[start + to + i] = (float) ((words[i] < 0 ? below : -below) * deviation + mean);
          }
        });
  }

  /// Fills a part of an array with normally distributed numbers.
  public void normal(double[] out, int start, int length, double mean, double deviation) {
    wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            long bits = join(upper[i], lower[i]);
            double below = NormalQuantile.of(((bits & Long.MAX_VALUE) >>> 11) * 0x1p-53 + 0x1p-54);
            out[start + to + i] = (bits < 0 ? below : -below) * deviation + mean;
          }
        });
  }

  /// Fills a part of an array with truths of the given probability.
  public void bernoulli(boolean[] out, int start, int length, double probability) {
    int threshold = (int) Math.ceil(probability * 0x1p24);
    each(
        length,
        (words, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] = (words[i] >>> 8) < threshold;
          }
        });
  }

  /// Fills a part of an array with whole numbers from `low` (included) to `high` (excluded).
  public void integers(long[] out, int start, int length, long low, long high) {
    wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            out[start + to + i] =
                low + Math.unsignedMultiplyHigh(join(upper[i], lower[i]), high - low);
          }
        });
  }

  /// Fills a part of an array with whole numbers from `low` (included) to `high` (excluded).
  public void integers(int[] out, int start, int length, int low, long high) {
    wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            long bits = join(upper[i], lower[i]);
            out[start + to + i] = (int) (low + Math.unsignedMultiplyHigh(bits, high - low));
          }
        });
  }

  /// Fills a part of an array with the numbers `0 .. length − 1` in random order.
  ///
  /// From the last place to the second, each is exchanged with one of the places up to itself.
  public void permutation(long[] out, int start, int length) {
    long[] bits = new long[length];
    wide(
        length,
        (upper, lower, to, count) -> {
          for (int i = 0; i < count; i++) {
            bits[to + i] = join(upper[i], lower[i]);
          }
        });
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
}
