package dev.chainrule.io;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The header of a safetensors file, checked against the file's size: what lies where.
///
/// The tensors' bytes follow one another without overlap or hole and end with the file; so nothing
/// that the header claims can ask for more memory than the file has bytes.
///
/// @param entries the tensors in the header's order
/// @param dataStart the offset in the file of the first data byte
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
  static final String METADATA = "__metadata__";

  /// The most elements that a shape allows.
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

  /// One tensor; `begin` and `end` count from the first data byte.
  record Entry(String name, StoredType type, Shape shape, long begin, long end) {
    int elements() {
      return shape.elements();
    }
  }

  /// @param where the file's name in error messages
  static SafetensorsHeader parse(String json, String where, long dataStart, long fileSize) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    String place = "the header";
    try {
      for (var member : Json.parse(json, "header").members().entrySet()) {
        if (member.getKey().equals(METADATA)) {
          place = METADATA;
          member.getValue().members().forEach((key, text) -> metadata.put(key, text.asText()));
        } else {
          place = "tensor \"" + member.getKey() + "\"";
          entries.add(entry(member.getKey(), member.getValue()));
        }
      }
    } catch (FormatException e) {
      throw new FormatException(
          "safetensors: %s: %s (header at offset 8): %s".formatted(where, place, e.getMessage()),
          e);
    }
    var header = new SafetensorsHeader(entries, metadata, dataStart);
    header.checkPlaces(where, fileSize);
    return header;
  }

  /// The tensors in the order of their bytes; those without elements before the one they touch.
  List<Entry> byPlace() {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
        .toList();
  }

  private static Entry entry(String name, Json json) {
    String typeName = json.get("dtype").asText();
    StoredType type =
        StoredType.named(typeName)
            .orElseThrow(() ->
                new FormatException(
                    "dtype " + typeName + " is not known; known are " + StoredType.names()));
    int[] sizes = json.get("shape").items().stream().mapToInt(SafetensorsHeader::size).toArray();
    long elements = elements(sizes);
    List<Json> offsets = json.get("data_offsets").items();
    if (offsets.size() != 2) {
      throw new FormatException("data_offsets has " + offsets.size() + " numbers instead of 2");
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    if (begin < 0 || end < begin || end - begin != elements * type.bytes()) {
      throw new FormatException(
          "data_offsets %d..%d are not the %d bytes of %d %s elements"
              .formatted(begin, end, elements * type.bytes(), elements, type));
    }
    return new Entry(name, type, Shape.of(sizes), begin, end);
  }

  private static int size(Json json) {
    int size = json.asInt();
    if (size < 0) {
      throw new FormatException("shape has the negative size " + size);
    }
    return size;
  }

  private static long elements(int[] sizes) {
    long elements = 1;
    boolean empty = false;
    for (int size : sizes) {
      empty |= size == 0;
      elements = Math.min(elements, MAX_ELEMENTS + 1) * Math.max(size, 1);
    }
    if (elements > MAX_ELEMENTS) {
      throw new FormatException("more than " + MAX_ELEMENTS + " elements, the most a tensor holds");
    }
    return empty ? 0 : elements;
  }

  private void checkPlaces(String where, long fileSize) {
    long at = dataStart;
    String previous = "the header";
    for (Entry entry : byPlace()) {
      String name = "tensor \"" + entry.name() + "\"";
      long begin = dataStart + entry.begin();
      long end = dataStart + entry.end();
      String claim = "safetensors: %s: %s claims bytes %d..%d".formatted(where, name, begin, end);
      if (end > fileSize || end < dataStart) {
        throw new FormatException(
            claim + " but the file ends at " + fileSize + "; the download may be incomplete");
      }
      if (begin < at) {
        throw new FormatException(claim + ", which overlap " + previous + " that ends at " + at);
      }
      if (begin > at) {
        throw new FormatException(
            claim + "; the bytes " + at + ".." + begin + " before it belong to no tensor");
      }
      at = end;
      previous = name;
    }
    if (at < fileSize) {
      throw new FormatException(
          "safetensors: %s: the bytes %d..%d at the end belong to no tensor"
              .formatted(where, at, fileSize));
    }
  }
}
