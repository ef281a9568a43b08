package dev.chainrule.kernel;

/// Windows of the same form at equal distances, and where their elements lie in up to three arrays:
/// what a [PoolKernel] works on. Elements of a place are its channels, one after the other.
final class PoolRun {
  private static final Object NONE = new Object();

  // The arrays.
  Object x = NONE;
  Object t = NONE;
  Object y = NONE;

  /// How far each element of a window lies behind its first one.
  int[] taps = {};

  /// How many elements a window has.
  int count;

  /// How many windows there are.
  int cells;

  /// How many channels of each place take part.
  int channels;

  // The first window's place in each array, and the distance to the next one's.
  int xPlace;
  int xStep;
  int tPlace;
  int tStep;
  int yPlace;
  int yStep;

  /// By how much sums are divided for an average.
  int divisor;

  /// Whether results replace what stands at their places, or are added to it.
  boolean replaces;

  /// The number of the first window's first element among the sample's places, and the distance in
  /// an array between neighbouring places.
  int place;

  int placeStep;

  private int aCount;
  private int bCount;
  private int cCount;

  /// Begins to work on the arrays of a plan.
  void begin(Object t, Object x, Object y) {
    this.t = t;
    this.x = x;
    this.y = y;
    aCount = 0;
  }

  /// Lets go of the arrays, or they could not be collected.
  void end() {
    begin(NONE, NONE, NONE);
  }

  /// Takes elements that are listed.
  void form(int... taps) {
    this.taps = taps;
    count = taps.length;
  }

  /// Lists the elements of windows with so many elements along each axis.
  void form(Pooling plan, int aCount, int bCount, int cCount) {
    if (aCount == this.aCount && bCount == this.bCount && cCount == this.cCount) {
      return;
    }
    this.aCount = aCount;
    this.bCount = bCount;
    this.cCount = cCount;
    count = aCount * bCount * cCount;
    if (taps.length < count) {
      taps = new int[count];
    }
    int next = 0;
    for (int i = 0; i < aCount; i++) {
      for (int j = 0; j < bCount; j++) {
        int row = (i * plan.a.distance * plan.b.size + j * plan.b.distance) * plan.c.size;
        for (int k = 0; k < cCount; k++) {
          taps[next++] = (row + k * plan.c.distance) * plan.channels;
        }
      }
    }
  }
}
