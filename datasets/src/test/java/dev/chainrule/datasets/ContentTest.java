package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.ChainruleException;
import dev.chainrule.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
  private static final byte[] TEXT = "1,2\n3,4\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void gzipIsRecognisedByItsFirstBytes() throws IOException {
    Path file = folder.resolve("data.anything");
    Files.write(file, gzip(TEXT));
    assertArrayEquals(TEXT, Content.of(file));
    Files.write(file, TEXT);
    assertArrayEquals(TEXT, Content.of(file));
  }

  @Test
  void gzipFilesOfSeveralPartsAreReadWhole() {
    byte[] first = gzip(TEXT);
    byte[] second = gzip("5,6\n".getBytes(StandardCharsets.UTF_8));
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    assertEquals(TEXT.length + 4, Content.decompressed(joined, "x.gz").length);
  }

  @Test
  void cutGzipFilesSayWhereTheyEnd() {
    byte[] whole = gzip(TEXT);
    byte[] cut = Arrays.copyOf(whole, whole.length - 9);
    var failure = assertThrows(FormatException.class, () -> Content.decompressed(cut, "x.gz"));
    assertEquals(
        "x.gz: the gzip data ends too early, at byte "
            + cut.length
            + "; the download may be incomplete",
        failure.getMessage());
  }

  @Test
  void damagedGzipFilesGiveTheirContentOrAnError() {
    byte[] whole = gzip(TEXT);
    long seed = 11;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = Arrays.copyOf(whole, 3 + random.nextInt(whole.length - 2));
      for (int i = random.nextInt(4); i > 0; i--) {
        damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt();
      }
      try {
        Content.decompressed(damaged, "x.gz");
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("x.gz: "), e.getMessage());
      }
    }
  }

  @Test
  void filesThatCannotBeReadSayWhy() {
    Path absent = folder.resolve("absent.csv");
    assertEquals(
        absent + ": cannot be read: no such file",
        assertThrows(ChainruleException.class, () -> Content.of(absent)).getMessage());
    assertEquals(
        folder + ": cannot be read: it is a directory",
        assertThrows(ChainruleException.class, () -> Content.of(folder)).getMessage());
  }

  @Test
  void textIsUtf8WithoutItsMark() {
    byte[] marked = "\uFEFFé,b".getBytes(StandardCharsets.UTF_8);
    assertEquals("é,b", Content.text(marked, "x.csv"));
    byte[] latin = "a,é".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        "x.csv: byte 233 at offset 2 is not UTF-8 text; save the file as UTF-8",
        assertThrows(FormatException.class, () -> Content.text(latin, "x.csv")).getMessage());
    assertEquals(
        "x.csv: holds a zero byte at offset 1; it is not a text file",
        assertThrows(FormatException.class, () -> Content.text(new byte[] {65, 0}, "x.csv"))
            .getMessage());
  }
}
