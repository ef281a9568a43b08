package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.kernel.Randoms;

/// The random bits behind every element, computed one element at a time as the definition says:
/// what references compute with.
record RandomWords(int key0, int key1) {
  /// Where all random numbers come from.
  static final String SOURCE =
      "Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011";

  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  static RandomWords of(Plain key) {
    return new RandomWords((int) (long) key.values()[0], (int) (long) key.values()[1]);
  }

  /// Returns the call that draws numbers with the key that a tensor holds then.
  static Runnable drawing(Tensor key, Randoms.Draw draw) {
    return () -> draw.draw(word(key, 0), word(key, 1));
  }

  /// Returns a word of a key.
  static int word(Tensor key, int index) {
    return (int) Indices.at(key, index * key.storage().stride(0));
  }

  /// Returns a key, as an input of a sample.
  static Input sample() {
    return Input.whole(-1_000_000_000, 1_000_000_000, 2);
  }

  /// Returns the 32 random bits of element `i`.
  int word(int i) {
    int counter = i / 512 * 256 + i % 256;
    long both = both(counter);
    return (int) (i % 512 < 256 ? both >>> 32 : both);
  }

  /// Returns the 64 random bits of element `i`.
  long both(int i) {
    return both(i, 0);
  }

  /// Returns Threefry-2x32-20 of a counter of two words.
  long both(int counter0, int counter1) {
    int[] keys = {key0, key1, key0 ^ key1 ^ 0x1BD11BDA};
    int x = counter0 + keys[0];
    int y = counter1 + keys[1];
    for (int round = 0; round < 20; round++) {
      x += y;
      y = Integer.rotateLeft(y, ROTATIONS[round / 4 % 2][round % 4]) ^ x;
      if (round % 4 == 3) {
        int injection = round / 4 + 1;
        x += keys[injection % 3];
        y += keys[(injection + 1) % 3] + injection;
      }
    }
    return (long) x << 32 | (y & 0xFFFFFFFFL);
  }
}
