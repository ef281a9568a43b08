package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the elements of a tensor lie: a Java array, the place of the first element, and how far
/// apart neighbours along each axis are. Several storages may look into one array.
///
/// What a program is given in each run lies somewhere else every time: its storage is *movable*,
/// and its views move with it.
public final class Storage {
  /// Bytes of a cache line, and of the widest vectors.
  private static final int ALIGNMENT = 64;

  /// Bytes before the first element of an array.
  private static final int HEADER = 16;

  /// Bytes from which on the collector gives an array regions of its own, at whose very beginning
  /// it stays. Smaller arrays may lie anywhere.
  private static final int LARGE = 1 << 20;

  private final Element element;
  private final int[] strides;
  private Object array;
  private int offset;
  private @Nullable List<Storage> views;
  private boolean settled;

  /// @param strides one for each axis, in elements; not copied, and never changed afterwards
  public Storage(Object array, Element element, int offset, int[] strides) {
    this.array = array;
    this.element = element;
    this.offset = offset;
    this.strides = strides;
  }

  /// Returns a new contiguous storage of zeros for the given sizes.
  public static Storage allocate(Element element, int[] sizes) {
    int elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    int start = start(element, elements);
    return new Storage(element.elements(start + elements), element, start, contiguous(sizes));
  }

  /// Returns the place in a new array from which this many elements should lie: one at which an
  /// address divisible by [#ALIGNMENT] is likely.
  static int start(Element element, int elements) {
    boolean large = (long) elements * element.bytes() >= LARGE;
    return large ? (ALIGNMENT - HEADER) / element.bytes() : 0;
  }

  /// Returns the strides of a contiguous array in row-major order.
  public static int[] contiguous(int[] sizes) {
    int[] strides = new int[sizes.length];
    int step = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= sizes[axis];
    }
    return strides;
  }

  /// Returns a view of the same array.
  public Storage view(int offset, int[] strides) {
    var view = new Storage(array, element, offset, strides);
    if (views != null && !settled) {
      views.add(view);
      view.views = new ArrayList<>();
    }
    return view;
  }

  /// Returns a contiguous storage that can be [moved][#move].
  ///
  /// @param array where it lies until then, long enough
  public static Storage movable(Object array, Element element, int[] sizes) {
    var storage = new Storage(array, element, 0, contiguous(sizes));
    storage.views = new ArrayList<>();
    return storage;
  }

  /// Says that views to come need not move with this storage.
  public void settle() {
    settled = true;
    if (views != null) {
      views.forEach(Storage::settle);
    }
  }

  /// Moves this storage and all its views to another array.
  public void move(Object to, int place) {
    int distance = place - offset;
    array = to;
    offset = place;
    if (views != null) {
      for (int i = 0; i < views.size(); i++) {
        views.get(i).move(to, views.get(i).offset + distance);
      }
    }
  }

  public Object array() {
    return array;
  }

  public Element element() {
    return element;
  }

  public int offset() {
    return offset;
  }

  /// Returns the distance of neighbours along an axis, in elements.
  public int stride(int axis) {
    return strides[axis];
  }

  /// Returns the strides; the caller must not change them.
  public int[] strides() {
    return strides;
  }

  /// Returns the strides of a view under which the elements of `from` have the sizes `to`, in the
  /// same order; empty if no strides say where they lie.
  ///
  /// @param to as many elements as `from`
  public Optional<int[]> reshaped(int[] from, int[] to) {
    if (isContiguous(from)) {
      return Optional.of(contiguous(to));
    }
    int[] reshaped = new int[to.length];
    int target = to.length - 1;
    for (int last = from.length - 1; last >= 0; ) {
      // the axes first .. last lie as one whose neighbours are this far apart
      int step = strides[last];
      int length = from[last];
      int first = last - 1;
      while (first >= 0 && (from[first] == 1 || strides[first] == step * length)) {
        length *= from[first--];
      }
      int filled = 1;
      while (target >= 0 && filled * to[target] <= length) {
        reshaped[target] = step * filled;
        filled *= to[target--];
      }
      if (filled != length) {
        return Optional.empty();
      }
      last = first;
    }
    return Optional.of(reshaped);
  }

  /// Returns whether the elements of the given sizes lie one after the other in row-major order.
  public boolean isContiguous(int[] sizes) {
    int step = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] != 1 && strides[axis] != step) {
        return false;
      }
      step *= sizes[axis];
    }
    return true;
  }
}
