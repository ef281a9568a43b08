package dev.chainrule.data;

/// Whole numbers drawn from a seed, the same on every machine and JDK: the n-th draw is a hash of
/// seed, stream and n.
///
/// **Source**: the mixing function is that of SplitMix64; G. L. Steele, D. Lea, C. H. Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014.
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  /// @param streams what the draws are for; each combination has draws of its own
  Draws(long seed, long... streams) {
    this.state = seed(seed, streams);
  }

  /// A seed that belongs to this combination.
  static long seed(long seed, long... streams) {
    long mixed = mix(seed + GOLDEN);
    for (long stream : streams) {
      mixed = mix(mixed + GOLDEN * (stream + 1));
    }
    return mixed;
  }

  /// A number of `0 .. bound − 1`. It is uneven by less than bound / 2⁶⁴.
  int below(int bound) {
    state += GOLDEN;
    return (int) Math.unsignedMultiplyHigh(mix(state), bound);
  }

  /// The numbers `0 .. count − 1` in random order, every order equally likely (Fisher and Yates).
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
