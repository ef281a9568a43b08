package dev.chainrule.program;

import dev.chainrule.TensorType;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Places values in one array for each element type, so that values which are needed at different
/// times share memory.
///
/// Every place begins at a multiple of 64 elements from the first, which has an address divisible
/// by 64 in large arrays.
final class Buffers {
  private static final int UNIT = 64;

  private final List<Buffer> buffers = new ArrayList<>();
  private final Map<Element, Object> nowhere = new EnumMap<>(Element.class);
  private long bytes;

  /// The memory of one value, from the step that writes it to the last one that reads it.
  static final class Buffer {
    private final List<Storage> storages = new ArrayList<>();
    private final TensorType type;
    private final int first;
    private int last;
    private int place;

    private Buffer(TensorType type, Storage storage, int first) {
      this.type = type;
      this.first = first;
      this.last = first;
      storages.add(storage);
    }

    /// Keeps the value until a step has ended.
    void neededBy(int step) {
      last = Math.max(last, step);
    }

    /// Returns the last step that needs the value.
    int last() {
      return last;
    }

    TensorType type() {
      return type;
    }

    /// Returns where the value lies.
    Storage storage() {
      return storages.getFirst();
    }

    private Element element() {
      return type.dtype().element();
    }

    private int size() {
      return Math.ceilDiv(type.shape().elements(), UNIT) * UNIT;
    }

    private int end() {
      return place + size();
    }

    private boolean meets(Buffer other) {
      return first <= other.last && other.first <= last;
    }
  }

  /// @param largest how many elements the largest value of each type has
  Buffers(Map<Element, Integer> largest) {
    largest.forEach((element, count) -> nowhere.put(element, element.elements(count)));
  }

  /// Returns memory for a value that a step writes. It lies nowhere yet.
  Buffer reserve(TensorType type, int step) {
    var element = type.dtype().element();
    var array = nowhere.get(element);
    if (array == null) {
      throw new IllegalStateException("no value of type " + type + " was announced");
    }
    var storage = Storage.movable(array, element, type.shape().sizes());
    var buffer = new Buffer(type, storage, step);
    buffers.add(buffer);
    return buffer;
  }

  /// Gives a value a place of its own, outside of the planned memory.
  void settle(Buffer buffer, Storage home) {
    buffers.remove(buffer);
    buffer.storages.forEach(storage -> storage.move(home.array(), home.offset()));
  }

  /// Lets a value take over the place of another one of the same size, which is no longer needed.
  void join(Buffer from, Buffer next) {
    buffers.remove(next);
    from.storages.addAll(next.storages);
    from.last = next.last;
  }

  /// Decides where everything lies, large values first.
  void place() {
    Map<Element, List<Buffer>> placed = new EnumMap<>(Element.class);
    buffers.sort(Comparator.comparingInt(Buffer::size).reversed());
    for (var buffer : buffers) {
      place(buffer, placed.computeIfAbsent(buffer.element(), _ -> new ArrayList<>()));
    }
    placed.forEach((element, all) -> {
      int end = all.stream().mapToInt(Buffer::end).max().orElse(0);
      var arena = Storage.allocate(element, new int[] {end});
      bytes += (long) end * element.bytes();
      for (var buffer : all) {
        int place = arena.offset() + buffer.place;
        buffer.storages.forEach(storage -> storage.move(arena.array(), place));
      }
    });
  }

  /// Puts a buffer into the first gap between those that are needed at the same time.
  private static void place(Buffer buffer, List<Buffer> placed) {
    int place = 0;
    for (var other : placed) {
      if (other.meets(buffer)) {
        if (other.place - place >= buffer.size()) {
          break;
        }
        place = Math.max(place, other.end());
      }
    }
    buffer.place = place;
    placed.add(buffer);
    placed.sort(Comparator.comparingInt(other -> other.place));
  }

  /// Returns the size of the planned memory.
  long bytes() {
    return bytes;
  }
}
