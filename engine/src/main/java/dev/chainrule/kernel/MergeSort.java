package dev.chainrule.kernel;

/// Sorts keys, and their places along with them, as often as needed, without allocating; equal keys
/// keep their order.
///
/// Runs of few keys are sorted by insertion, then merged two by two.
final class MergeSort {
  /// Below it, insertion moves less than merging does.
  private static final int RUN = 16;

  private final int size;
  private final long[] spare;
  private long[] keys;
  private int[] places;
  private long[] mergedKeys;
  private int[] mergedPlaces;

  /// @param size how many keys are sorted at a time
  MergeSort(int size) {
    this.size = size;
    spare = new long[size];
    keys = spare;
    mergedKeys = spare;
    places = new int[size];
    mergedPlaces = new int[size];
  }

  /// Sorts keys, which are overwritten.
  void sort(long[] given) {
    keys = given;
    mergedKeys = spare;
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    for (int from = 0; from < size; from += RUN) {
      insert(from, Math.min(from + RUN, size));
    }
    for (int width = RUN; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        int middle = Math.min(from + width, size);
        merge(from, middle, Math.min(middle + width, size));
      }
      swap();
    }
  }

  /// The keys in order, until others are sorted.
  long[] keys() {
    return keys;
  }

  /// The places of the keys in order, until others are sorted.
  int[] places() {
    return places;
  }

  private void swap() {
    long[] sortedKeys = mergedKeys;
    mergedKeys = keys;
    keys = sortedKeys;
    int[] sortedPlaces = mergedPlaces;
    mergedPlaces = places;
    places = sortedPlaces;
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int place = places[i];
      int at = i;
      for (; at > from && keys[at - 1] > key; at--) {
        keys[at] = keys[at - 1];
        places[at] = places[at - 1];
      }
      keys[at] = key;
      places[at] = place;
    }
  }

  private void merge(int from, int middle, int to) {
    if (middle == to || keys[middle - 1] <= keys[middle]) {
      System.arraycopy(keys, from, mergedKeys, from, to - from);
      System.arraycopy(places, from, mergedPlaces, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takesLeft = right == to || (left < middle && keys[left] <= keys[right]);
      int taken = takesLeft ? left++ : right++;
      mergedKeys[i] = keys[taken];
      mergedPlaces[i] = places[taken];
    }
  }
}
