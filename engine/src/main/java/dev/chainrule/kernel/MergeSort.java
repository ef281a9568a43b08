package dev.chainrule.kernel;

/// Sorts keys, and places along with them; equal keys keep their order.
///
/// Runs of few keys are sorted by insertion, then merged two by two.
final class MergeSort {
  /// Below it, insertion moves less than merging does.
  private static final int RUN = 16;

  private final long[] keys;
  private final int[] places;
  private final long[] mergedKeys;
  private final int[] mergedPlaces;

  private MergeSort(long[] keys, int[] places, long[] mergedKeys, int[] mergedPlaces) {
    this.keys = keys;
    this.places = places;
    this.mergedKeys = mergedKeys;
    this.mergedPlaces = mergedPlaces;
  }

  /// Returns the places in the order of their keys; both arrays are overwritten.
  static int[] sort(long[] keys, int[] places) {
    int size = keys.length;
    var sort = new MergeSort(keys, places, new long[size], new int[size]);
    for (int from = 0; from < size; from += RUN) {
      sort.insert(from, Math.min(from + RUN, size));
    }
    for (int width = RUN; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        int middle = Math.min(from + width, size);
        sort.merge(from, middle, Math.min(middle + width, size));
      }
      sort = new MergeSort(sort.mergedKeys, sort.mergedPlaces, sort.keys, sort.places);
    }
    return sort.places;
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
