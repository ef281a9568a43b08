package dev.chainrule.io;

import dev.chainrule.FormatException;
import dev.chainrule.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Reads and writes tensors by name in the safetensors format.
///
/// A file is 8 bytes of header length (little-endian), a JSON header with dtype, shape and place of
/// every tensor, and the elements, row-major and little-endian. Read are F64, F32, I64, I32, U8,
/// BOOL, and F16 and BF16 as F32. The bytes written depend only on names, values and metadata:
/// larger element types come first, so that all are aligned, then names in order.
///
/// **Source**: the safetensors format of Hugging Face, its README's section "Format".
public final class Safetensors {
  /// The format's own limit, against headers that only waste memory.
  private static final long MAX_HEADER = 100_000_000;

  private Safetensors() {}

  /// Reads a file.
  ///
  /// @throws FormatException naming the file and the offset if it is not a whole safetensors file
  /// @throws UncheckedIOException if it cannot be read
  public static NamedTensors read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("safetensors: " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "safetensors: " + file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads the bytes of a file.
  ///
  /// @param where what error messages call them
  /// @throws FormatException naming the offset if they are not a whole safetensors file
  public static NamedTensors read(byte[] bytes, String where) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file, whole or not at all (see `AtomicFile`).
  ///
  /// @throws IllegalArgumentException if a tensor is named `__metadata__`
  /// @throws UncheckedIOException if it cannot be written
  public static void write(Path file, NamedTensors content) {
    byte[] header = header(content);
    AtomicFile.write(
        file,
        out -> {
          var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
          out.write(length.array());
          out.write(header);
          for (var entry : inOrder(content)) {
            SafetensorsElements.write(entry.getValue(), out);
          }
        });
  }

  private static NamedTensors read(InputStream in, long size, String where) throws IOException {
    SafetensorsHeader header = readHeader(in, size, where);
    Map<String, Tensor> read = new HashMap<>();
    for (var entry : header.byPlace()) {
      read.put(entry.name(), SafetensorsElements.read(in, entry, where, header.dataStart()));
    }
    Map<String, Tensor> inHeaderOrder = new LinkedHashMap<>();
    for (var entry : header.entries()) {
      inHeaderOrder.put(entry.name(), Objects.requireNonNull(read.get(entry.name())));
    }
    return new NamedTensors(inHeaderOrder, header.metadata());
  }

  private static SafetensorsHeader readHeader(InputStream in, long size, String where)
      throws IOException {
    String place = "safetensors: " + where + ": ";
    if (size < 8) {
      throw new FormatException(
          place + "has " + size + " bytes, 8 are needed for the header's length (offset 0)");
    }
    long length = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String claim =
        place + "the header claims " + Long.toUnsignedString(length) + " bytes (offset 0)";
    if (length < 0 || length > size - 8) {
      throw new FormatException(
          claim + " but the file ends at " + size + "; the download may be incomplete");
    }
    if (length > MAX_HEADER) {
      throw new FormatException(claim + ", the format allows at most " + MAX_HEADER);
    }
    try {
      var bytes = ByteBuffer.wrap(in.readNBytes((int) length));
      String json = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return SafetensorsHeader.parse(json, where, 8 + length, size);
    } catch (CharacterCodingException e) {
      throw new FormatException(place + "the header (offset 8) is not UTF-8", e);
    }
  }

  private static byte[] header(NamedTensors content) {
    Map<String, Json> members = new LinkedHashMap<>();
    if (!content.metadata().isEmpty()) {
      Map<String, Json> texts = new TreeMap<>();
      content.metadata().forEach((name, text) -> texts.put(name, Json.of(text)));
      members.put(SafetensorsHeader.METADATA, Json.of(texts));
    }
    long begin = 0;
    for (var entry : inOrder(content)) {
      if (entry.getKey().equals(SafetensorsHeader.METADATA)) {
        throw new IllegalArgumentException(
            "safetensors: the name "
                + SafetensorsHeader.METADATA
                + " is no tensor's; choose another");
      }
      Tensor tensor = entry.getValue();
      StoredType type = StoredType.of(tensor.dtype());
      long end = begin + (long) type.bytes() * tensor.shape().elements();
      Map<String, Json> described = new LinkedHashMap<>();
      described.put("dtype", Json.of(type.name()));
      described.put("shape", numbers(tensor.shape().sizes()));
      described.put("data_offsets", Json.of(List.of(Json.of(begin), Json.of(end))));
      members.put(entry.getKey(), Json.of(described));
      begin = end;
    }
    byte[] json = Json.of(members).toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static Json numbers(int[] values) {
    return Json.of(Arrays.stream(values).mapToObj(Json::of).toList());
  }

  private static List<Map.Entry<String, Tensor>> inOrder(NamedTensors content) {
    Comparator<Map.Entry<String, Tensor>> largerElementsFirst =
        Comparator.comparingInt(entry -> -StoredType.of(entry.getValue().dtype()).bytes());
    return content.tensors().entrySet().stream()
        .sorted(largerElementsFirst.thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }
}
