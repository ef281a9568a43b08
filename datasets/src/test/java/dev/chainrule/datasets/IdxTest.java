package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.ChainruleException;
import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
  private static final byte[] TWO_BY_THREE = bytes("00000802 00000002 00000003 0001fe ff0203");

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static Tensor read(byte[] content) {
    return Idx.parse(content, "x.idx").tensor();
  }

  private static String refused(byte[] content) {
    return assertThrows(FormatException.class, () -> read(content)).getMessage();
  }

  @Test
  void readsSizesAndUnsignedBytes() {
    Tensor tensor = read(TWO_BY_THREE);
    assertEquals(Shape.of(2, 3), tensor.shape());
    assertEquals(DType.U8, tensor.dtype());
    assertArrayEquals(new int[] {0, 1, 254, 255, 2, 3}, tensor.toIntArray());
  }

  @ParameterizedTest
  @CsvSource({
    "08, U8, 07 ff, 7, 255",
    "09, I32, 07 ff, 7, -1",
    "0b, I32, 0102 ffff, 258, -1",
    "0c, I32, 00010203 fffffffe, 66051, -2",
    "0d, F32, 3f800000 c0200000, 1, -2.5",
    "0e, F64, 3ff0000000000000 c004000000000000, 1, -2.5"
  })
  void readsEveryElementType(String type, DType dtype, String elements, double a, double b) {
    Tensor tensor = read(bytes("0000" + type + "01 00000002" + elements));
    assertEquals(dtype, tensor.dtype());
    assertArrayEquals(new double[] {a, b}, tensor.toDoubleArray());
  }

  @Test
  void readsFilesGzippedOrNot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x-idx2-ubyte");
    Files.write(file, TWO_BY_THREE);
    assertEquals(Shape.of(2, 3), Idx.read(file).shape());
    Files.write(file, ContentTest.gzip(TWO_BY_THREE));
    assertEquals(Shape.of(2, 3), Idx.read(file).shape());
    Path absent = folder.resolve("absent");
    assertThrows(ChainruleException.class, () -> Idx.read(absent));
  }

  @Test
  void refusesOtherFiles() {
    assertEquals(
        "x.idx: is too short for IDX: 3 bytes, the head alone has 4", refused(new byte[3]));
    assertEquals(
        "x.idx: is not an IDX file: bytes 0..2 are 89 50 4e; "
            + "expected 00 00 and a type of 08, 09, 0b, 0c, 0d or 0e",
        refused(bytes("89504e47 0d0a1a0a")));
    assertTrue(refused(bytes("00000a01 00000000")).contains("00 00 0a"));
  }

  @Test
  void refusesFilesThatAreCutShort() {
    assertEquals(
        "x.idx: ends at byte 10 within its 2 sizes, which take bytes 4..11; "
            + "the download may be incomplete",
        refused(Arrays.copyOf(TWO_BY_THREE, 10)));
    assertEquals(
        "x.idx: ends at byte 17, but [2, 3] elements need 6 bytes from offset 12; "
            + "the download may be incomplete",
        refused(Arrays.copyOf(TWO_BY_THREE, 17)));
  }

  @Test
  void refusesFilesThatGoOn() {
    assertEquals(
        "x.idx: goes on for 2 bytes after its last element, which ends at offset 18",
        refused(Arrays.copyOf(TWO_BY_THREE, 20)));
  }

  @Test
  void refusesImpossibleSizes() {
    assertEquals(
        "x.idx: the size of axis 1, at offset 8, is -1; sizes are 0 or more",
        refused(bytes("00000802 00000002 ffffffff 00")));
    // The product of the sizes does not fit a long.
    assertTrue(
        refused(bytes("00000805 7fffffff 7fffffff 7fffffff 7fffffff 7fffffff 00"))
            .startsWith("x.idx: ends at byte 25"));
  }

  @Test
  void damagedFilesGiveATensorOrAnError() {
    long seed = 21;
    Random random = new Random(seed);
    for (int round = 0; round < 4_000; round++) {
      byte[] damaged = Arrays.copyOf(TWO_BY_THREE, random.nextInt(TWO_BY_THREE.length + 4));
      for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      if (damaged.length >= 8 && random.nextInt(4) == 0) {
        ByteBuffer.wrap(damaged).putInt(4, random.nextInt());
      }
      try {
        read(damaged);
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("x.idx: "), "seed " + seed + ": " + e);
      }
    }
  }
}
