package dev.chainrule.kernel;

/// Threefry-2x32 with 20 rounds: a keyed permutation of 64-bit counters that looks random.
///
/// It has no state: the word for a counter depends on key and counter alone, so any part of a
/// sequence can be computed on its own, by any thread, one word at a time or many.
///
/// **Source**: Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011.
public final class Threefry {
  /// How many counters a block computes side by side.
  static final int LANES = 256;

  private static final int PARITY = 0x1BD11BDA;
  private static final int ROUNDS = 20;
  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  private Threefry() {}

  /// Returns both words for a counter, the first one in the upper half.
  public static long words(int key0, int key1, int counter0, int counter1) {
    int key2 = key0 ^ key1 ^ PARITY;
    int x = counter0 + key0;
    int y = counter1 + key1;
    for (int round = 0; round < ROUNDS; round++) {
      x += y;
      y = Integer.rotateLeft(y, ROTATIONS[round % ROTATIONS.length]) ^ x;
      if (round % 4 == 3) {
        int injection = round / 4 + 1;
        x += key(injection, key0, key1, key2);
        y += key(injection + 1, key0, key1, key2) + injection;
      }
    }
    return (long) x << 32 | (y & 0xFFFFFFFFL);
  }

  private static int key(int index, int key0, int key1, int key2) {
    int place = index % 3;
    return place == 0 ? key0 : place == 1 ? key1 : key2;
  }

  /// Computes the words for the counters `first .. first + lanes − 1`, whose upper halves are 0.
  ///
  /// @param a becomes the first words
  /// @param b becomes the second words
  static void block(int key0, int key1, int first, int lanes, int[] a, int[] b) {
    for (int i = 0; i < lanes; i++) {
      a[i] = first + i + key0;
      b[i] = key1;
    }
    rounds(key0, key1, lanes, a, b);
  }

  private static void rounds(int key0, int key1, int lanes, int[] a, int[] b) {
    int key2 = key0 ^ key1 ^ PARITY;
    evenRounds(lanes, a, b, key1, key2 + 1);
    oddRounds(lanes, a, b, key2, key0 + 2);
    evenRounds(lanes, a, b, key0, key1 + 3);
    oddRounds(lanes, a, b, key1, key2 + 4);
    evenRounds(lanes, a, b, key2, key0 + 5);
  }

  /// Four rounds and the key that follows them, on all lanes: short enough to become vector code.
  private static void evenRounds(int lanes, int[] a, int[] b, int keyA, int keyB) {
    for (int i = 0; i < lanes; i++) {
      int x = a[i] + b[i];
      int y = Integer.rotateLeft(b[i], 13) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 15) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 26) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 6) ^ x;
      a[i] = x + keyA;
      b[i] = y + keyB;
    }
  }

  private static void oddRounds(int lanes, int[] a, int[] b, int keyA, int keyB) {
    for (int i = 0; i < lanes; i++) {
      int x = a[i] + b[i];
      int y = Integer.rotateLeft(b[i], 17) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 29) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 16) ^ x;
      x += y;
      y = Integer.rotateLeft(y, 24) ^ x;
      a[i] = x + keyA;
      b[i] = y + keyB;
    }
  }
}
