package dev.chainrule.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void everyElementTypeSurvives() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "f32", Tensor.of(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE}, Shape.of(2, 2)));
    tensors.put("f64", Tensor.of(new double[] {Math.PI, -1 / 0.0, Double.MIN_VALUE}, Shape.of(3)));
    tensors.put("i32", Tensor.of(new int[] {Integer.MIN_VALUE, 7}, Shape.of(2, 1)));
    tensors.put("i64", Tensor.of(new long[] {Long.MIN_VALUE, (1L << 53) + 1}, Shape.of(2)));
    tensors.put("u8", Tensor.of(new byte[] {0, 127, (byte) 200}, Shape.of(3)));
    tensors.put("bool", Tensor.of(new boolean[] {true, false}, Shape.of(2)));
    tensors.put("scalar", Tensor.of(new float[] {3}, Shape.of()));
    tensors.put("empty", Tensor.of(new double[0], Shape.of(2, 0, 3)));
    tensors.put("large \"Größe\"", Tensor.of(ramp(100_003), Shape.of(100_003)));
    var metadata = Map.of("epoch", "3", "note", "é\n");
    Path file = folder.resolve("all.safetensors");

    Safetensors.write(file, new NamedTensors(tensors, metadata));
    NamedTensors read = Safetensors.read(file);

    assertEquals(tensors.keySet(), read.tensors().keySet());
    tensors.forEach((name, tensor) -> assertSame(tensor, read.get(name)));
    assertEquals(metadata, read.metadata());
  }

  @Test
  void theBytesDependOnlyOnTheContent() throws IOException {
    Tensor one = Tensor.of(new byte[] {1}, Shape.of(1));
    Tensor two = Tensor.of(new double[] {2}, Shape.of(1));
    Map<String, Tensor> backwards = new LinkedHashMap<>();
    backwards.put("b", two);
    backwards.put("a", one);
    byte[] bytes = bytesOf(NamedTensors.of(Map.of("a", one, "b", two)));
    assertArrayEquals(bytes, bytesOf(NamedTensors.of(backwards)));
    String header = new String(bytes, 8, bytes.length - 17, StandardCharsets.UTF_8);
    assertEquals(
        "{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[8,9]}}",
        header.strip());
    assertEquals(0, (bytes.length - 9) % 8, "the data begin at a multiple of 8 bytes");
  }

  @Test
  void halfPrecisionIsReadAsSinglePrecision() {
    var halves = data(6).putShort((short) 0x3c00).putShort((short) 0xfbff).putShort((short) 1);
    String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]}}";
    Tensor read = Safetensors.read(file(header, halves), "x").get("h");
    assertArrayEquals(new float[] {1, -65504, 0x1p-24f}, read.toFloatArray());
    var upper = data(4).putShort((short) 0x3f80).putShort((short) 0xc049);
    header = "{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
    read = Safetensors.read(file(header, upper), "x").get("b");
    assertArrayEquals(new float[] {1, -3.140625f}, read.toFloatArray());
    assertEquals(DType.F32, read.dtype());
  }

  @Test
  void aHeaderMayEndInSpacesAndNameTensorsInAnyOrder() {
    String header =
        """
        {"__metadata__": {"id": "op/x"},
         "second": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]},
         "first": {"dtype": "U8", "shape": [], "data_offsets": [0, 1]}}       \
        """;
    NamedTensors read = Safetensors.read(file(header, data(2).put((byte) 5).put((byte) 6)), "x");
    assertEquals(List.of("second", "first"), List.copyOf(read.tensors().keySet()));
    assertEquals(6, read.get("second").toIntArray()[0]);
    assertEquals(5, read.get("first").toIntArray()[0]);
    assertEquals(Map.of("id", "op/x"), read.metadata());
    var error = assertThrows(FormatException.class, () -> read.get("third"));
    assertEquals("tensors: none is named \"third\"; there are second, first", error.getMessage());
  }

  /// Every file has 4 bytes of data behind a header of one or two tensors; `H` is where they begin.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F32 [2] 0 8 | tensor \"a\" claims bytes H..+8 but the file ends at +4; the download may be"
            + " incomplete",
        "F32 [2] 0 4 | tensor \"a\" (header at offset 8): data_offsets 0..4 are not the 8 bytes of"
            + " 2 F32 elements",
        "F32 [1] 4 0 | tensor \"a\" (header at offset 8): data_offsets 4..0 are not the 4 bytes of"
            + " 1 F32 elements",
        "F32 [1] -4 0 | tensor \"a\" (header at offset 8): data_offsets -4..0 are not the 4 bytes"
            + " of 1 F32 elements",
        "F32 [-1] 0 4 | tensor \"a\" (header at offset 8): shape has the negative size -1",
        "F32 [1.5] 0 4 | tensor \"a\" (header at offset 8): json: expected a whole number of 64"
            + " bits but found 1.5",
        "X9 [1] 0 4 | tensor \"a\" (header at offset 8): dtype X9 is not known; known are F64, I64,"
            + " F32, I32, F16, BF16, U8, BOOL",
        "F32 [65536,65536,65536,65536] 0 4 | tensor \"a\" (header at offset 8): more than"
            + " 2147483583 elements, the most a tensor holds",
        "U8 [3] 0 3 | the bytes +3..+4 at the end belong to no tensor",
        "U8 [3] 1 4 | tensor \"a\" claims bytes +1..+4; the bytes H..+1 before it belong to no"
            + " tensor",
        "U8 [3] 0 3 U8 [2] 2 4 | tensor \"b\" claims bytes +2..+4, which overlap tensor \"a\" that"
            + " ends at +3",
        "BOOL [4] 0 4 | tensor \"a\" holds 7 for a BOOL, which is 0 or 1 (offset +2)"
      })
  void wrongClaimsAreNamed(String tensors, String problem) {
    String[] words = tensors.split(" ", -1);
    var header = new StringBuilder("{");
    for (int i = 0; i < words.length; i += 4) {
      header.append(i == 0 ? "\"a\"" : ",\"b\"").append(":{\"dtype\":\"").append(words[i]);
      header.append("\",\"shape\":").append(words[i + 1]).append(",\"data_offsets\":[");
      header.append(words[i + 2]).append(",").append(words[i + 3]).append("]}");
    }
    byte[] bytes = file(header.append("}").toString(), data(4).put(new byte[] {0, 1, 7, 0}));
    int start = bytes.length - 4;
    String expected = problem.replace("H..", start + "..");
    for (int i = 1; i <= 8; i++) {
      expected =
          expected.replace(" +" + i, " " + (start + i)).replace("..+" + i, ".." + (start + i));
    }
    assertMessage(expected, bytes);
  }

  @Test
  void wrongHeadersAreNamed() {
    assertMessage("has 3 bytes, 8 are needed for the header's length (offset 0)", new byte[3]);
    byte[] bytes = file("{}", data(0));
    bytes[0] = 100;
    assertMessage(
        "the header claims 100 bytes (offset 0) but the file ends at 10; the download may be"
            + " incomplete",
        bytes);
    bytes[7] = (byte) 0x80;
    assertMessage(
        "the header claims 9223372036854775908 bytes (offset 0) but the file ends at 10; the"
            + " download may be incomplete",
        bytes);
    bytes = file("{\"\ufffd\":1}", data(0));
    bytes[10] = (byte) 0xff;
    assertMessage("the header (offset 8) is not UTF-8", bytes);
    assertMessage(
        "the header (header at offset 8): json: header: line 1, column 9 (offset 8): the name \"a\""
            + " occurs twice in one object",
        file("{\"a\":{},\"a\":{}}", data(0)));
    assertMessage(
        "the header (header at offset 8): json: expected an object but found []",
        file("[]", data(0)));
    assertMessage(
        "__metadata__ (header at offset 8): json: expected text but found 1",
        file("{\"__metadata__\":{\"epoch\":1}}", data(0)));
    assertMessage(
        "tensor \"a\" (header at offset 8): json: no member \"shape\"; there are dtype",
        file("{\"a\":{\"dtype\":\"F32\"}}", data(0)));
  }

  @Test
  void unreadableFilesAndReservedNamesAreNamed() {
    Path file = folder.resolve("none.safetensors");
    var error = assertThrows(UncheckedIOException.class, () -> Safetensors.read(file));
    assertEquals("safetensors: " + file + ": there is no such file", error.getMessage());
    assertThrows(UncheckedIOException.class, () -> Safetensors.read(folder));
    var content = NamedTensors.of(Map.of("__metadata__", Tensor.of(new float[1], Shape.of(1))));
    var reserved =
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, content));
    assertEquals(
        "safetensors: the name __metadata__ is no tensor's; choose another", reserved.getMessage());
    assertTrue(Files.notExists(file));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = sample();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(FormatException.class, () -> Safetensors.read(cut, "x"), "length " + length);
    }
  }

  @Test
  void damagedFilesGiveAnErrorOrTensorsButNothingElse() throws IOException {
    byte[] whole = sample();
    long seed = 5;
    var random = new SplittableRandom(seed);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length + random.nextInt(-3, 4));
      for (int k = 1 + random.nextInt(3); k > 0; k--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Safetensors.read(damaged, "x");
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("safetensors: x: "), e.getMessage());
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
    assertTrue(refused > 2_000, "most damage is noticed: " + refused);
  }

  @Test
  void wrongNumbersInTheHeaderGiveAnErrorOrTensorsButNothingElse() {
    long seed = 6;
    var random = new SplittableRandom(seed);
    long[] numbers = {
      -1, 0, 1, 2, 4, 8, 65536, Integer.MAX_VALUE, 1L << 32, 1L << 53, 1L << 61, Long.MAX_VALUE
    };
    for (int i = 0; i < 4_000; i++) {
      var header = new StringBuilder("{");
      for (int t = random.nextInt(1, 4); t > 0; t--) {
        header.append("\"").append(t).append("\":{\"dtype\":\"");
        header.append(List.of("F32", "U8", "BOOL", "F64").get(random.nextInt(4)));
        header.append("\",\"shape\":[");
        for (int axes = random.nextInt(4); axes > 0; axes--) {
          header.append(numbers[random.nextInt(numbers.length)]).append(axes > 1 ? "," : "");
        }
        header.append("],\"data_offsets\":[").append(numbers[random.nextInt(numbers.length)]);
        header.append(",").append(numbers[random.nextInt(numbers.length)]);
        header.append(t > 1 ? "]}," : "]}");
      }
      byte[] bytes = file(header.append("}").toString(), data(8));
      try {
        Safetensors.read(bytes, "x");
      } catch (FormatException _) {
        // The header was wrong and was refused; anything else that is thrown fails the test.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + header, e);
      }
    }
  }

  private byte[] sample() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)));
    tensors.put("mask", Tensor.of(new boolean[] {true, false, true}, Shape.of(3)));
    tensors.put("labels", Tensor.of(new long[] {1, 2}, Shape.of(2)));
    return bytesOf(new NamedTensors(tensors, Map.of("epoch", "3")));
  }

  private byte[] bytesOf(NamedTensors content) throws IOException {
    Path file = folder.resolve("bytes.safetensors");
    Safetensors.write(file, content);
    return Files.readAllBytes(file);
  }

  private static double[] ramp(int elements) {
    double[] values = new double[elements];
    Arrays.setAll(values, i -> i);
    return values;
  }

  private static ByteBuffer data(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] file(String header, ByteBuffer data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[8 + json.length + data.capacity()];
    var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json).put(data.clear());
    return file;
  }

  private static void assertMessage(String problem, byte[] file) {
    var error = assertThrows(FormatException.class, () -> Safetensors.read(file, "f.bin"));
    assertEquals("safetensors: f.bin: " + problem, error.getMessage());
  }

  private static void assertSame(Tensor expected, Tensor found) {
    assertEquals(expected.shape(), found.shape());
    assertEquals(expected.dtype(), found.dtype());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
    assertArrayEquals(expected.toLongArray(), found.toLongArray());
  }
}
