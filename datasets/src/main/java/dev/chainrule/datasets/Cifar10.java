package dev.chainrule.datasets;

import dev.chainrule.ChainruleException;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.data.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The CIFAR-10 colour photographs, read from the official binary records in a folder of one's own.
///
/// Files end in `.bin` or `.bin.gz`. Those with `test` in their name judge (`test_batch.bin`), all
/// others are there to learn from (`data_batch_1.bin` ...), in the order of their names. A record
/// is a byte for the class, and 1,024 bytes each of red, green and blue, row by row.
///
/// | | shape | values |
/// |---|---|---|
/// | inputs | `[n, 32, 32, 3]` | f32, 0 to 1; red, green, blue |
/// | targets | `[n]` | i32, the class |
///
/// **Source**: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
///
/// @param train what to learn from
/// @param test what judges
public record Cifar10(Dataset train, Dataset test) {
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final int SIZE = 32;
  private static final int PIXELS = SIZE * SIZE;
  private static final int COLOURS = 3;
  private static final int RECORD = 1 + COLOURS * PIXELS;

  /// Reads a folder.
  ///
  /// @throws FormatException if a file does not hold whole records of known classes
  /// @throws ChainruleException if the folder or one of the two parts is missing, or cannot be read
  public static Cifar10 read(Path folder) {
    var files = files(folder);
    var test = files.stream().filter(Cifar10::judges).toList();
    var train = files.stream().filter(file -> !judges(file)).toList();
    requirePart(folder, train, "data_batch_1.bin to data_batch_5.bin");
    requirePart(folder, test, "test_batch.bin");
    return new Cifar10(dataset(train), dataset(test));
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ChainruleException(
          folder + ": there is no such folder; expected the one with CIFAR-10's binary records");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(".*\\.bin(\\.gz)?"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ChainruleException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean judges(Path file) {
    return file.getFileName().toString().contains("test");
  }

  private static void requirePart(Path folder, List<Path> files, String usual) {
    if (files.isEmpty()) {
      throw new ChainruleException(
          "%s: a part of CIFAR-10's binary version is missing: %s, or the same with .gz"
              .formatted(folder, usual));
    }
  }

  private static Dataset dataset(List<Path> files) {
    var parts = new ArrayList<byte[]>();
    int records = 0;
    for (var file : files) {
      var content = Content.of(file);
      requireRecords(file, content);
      parts.add(content);
      records += content.length / RECORD;
    }
    var pixels = new byte[Math.multiplyExact(records, COLOURS * PIXELS)];
    var labels = new int[records];
    int next = 0;
    for (var content : parts) {
      for (int from = 0; from < content.length; from += RECORD) {
        labels[next] = content[from];
        interleave(content, from + 1, pixels, next++ * COLOURS * PIXELS);
      }
    }
    var shape = Shape.of(records, SIZE, SIZE, COLOURS);
    return Dataset.ofImages(ByteBuffer.wrap(pixels), shape, 255, labels).withClassNames(CLASSES);
  }

  private static void requireRecords(Path file, byte[] content) {
    if (content.length == 0 || content.length % RECORD != 0) {
      throw new FormatException(
          "%s: %,d bytes are no whole number of records of %,d; the download may be incomplete"
              .formatted(file, content.length, RECORD));
    }
    for (int from = 0; from < content.length; from += RECORD) {
      int label = content[from] & 0xff;
      if (label >= CLASSES.size()) {
        throw new FormatException(
            "%s: record %,d has the class %d; expected 0..9, as in CIFAR-10's binary version"
                .formatted(file, from / RECORD + 1, label));
      }
    }
  }

  /// Puts the three colours of each pixel side by side.
  private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
    for (int colour = 0; colour < COLOURS; colour++) {
      for (int i = 0; i < PIXELS; i++) {
        pixels[to + i * COLOURS + colour] = planes[from + colour * PIXELS + i];
      }
    }
  }
}
