package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.ChainruleException;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  @TempDir private Path folder;

  /// Records whose red is 255, green 51 and blue 0, with these classes.
  private static byte[] records(int... labels) {
    var bytes = new byte[labels.length * 3073];
    for (int i = 0; i < labels.length; i++) {
      int from = i * 3073;
      bytes[from] = (byte) labels[i];
      Arrays.fill(bytes, from + 1, from + 1025, (byte) 255);
      Arrays.fill(bytes, from + 1025, from + 2049, (byte) 51);
    }
    return bytes;
  }

  private static byte[] gzipped(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  @Test
  void recordsOfSeveralFilesAreImagesWithTheirColoursSideBySide() throws IOException {
    write("data_batch_2.bin", records(9));
    write("data_batch_1.bin.gz", gzipped(records(3, 0)));
    write("test_batch.bin", records(6));
    write("readme.html", new byte[5]);
    var cifar = Cifar10.read(folder);
    assertArrayEquals(new int[] {3, 0, 9}, cifar.train().labels());
    assertArrayEquals(new int[] {6}, cifar.test().labels());
    assertEquals(Shape.of(3, 32, 32, 3), cifar.train().inputs().shape());
    assertEquals("cat", cifar.train().classNames().get(3));
    var pixels = cifar.test().inputs().toFloatArray();
    for (int i = 0; i < pixels.length; i += 3) {
      assertArrayEquals(new float[] {1, 51f / 255, 0}, Arrays.copyOfRange(pixels, i, i + 3));
    }
  }

  @Test
  void recordsThatAreCutShortAreRefused() throws IOException {
    write("data_batch_1.bin", Arrays.copyOf(records(1, 2), 6000));
    write("test_batch.bin", records(6));
    assertEquals(
        folder.resolve("data_batch_1.bin")
            + ": 6,000 bytes are no whole number of records of 3,073; the download may be"
            + " incomplete",
        assertThrows(FormatException.class, () -> Cifar10.read(folder)).getMessage());
    write("data_batch_1.bin", new byte[0]);
    assertThrows(FormatException.class, () -> Cifar10.read(folder));
  }

  @Test
  void otherClassesAreRefused() throws IOException {
    write("data_batch_1.bin", records(1, 200));
    write("test_batch.bin", records(6));
    assertEquals(
        folder.resolve("data_batch_1.bin")
            + ": record 2 has the class 200; expected 0..9, as in CIFAR-10's binary version",
        assertThrows(FormatException.class, () -> Cifar10.read(folder)).getMessage());
  }

  @Test
  void missingPartsAndFoldersAreNamed() throws IOException {
    var nowhere = folder.resolve("nowhere");
    assertEquals(
        nowhere + ": there is no such folder; expected the one with CIFAR-10's binary records",
        assertThrows(ChainruleException.class, () -> Cifar10.read(nowhere)).getMessage());
    write("data_batch_1.bin", records(1));
    assertEquals(
        folder
            + ": a part of CIFAR-10's binary version is missing: test_batch.bin, or the same with"
            + " .gz",
        assertThrows(ChainruleException.class, () -> Cifar10.read(folder)).getMessage());
  }
}
