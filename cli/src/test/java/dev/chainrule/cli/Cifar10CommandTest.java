package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training on CIFAR-10's records, which are found where the user says.
class Cifar10CommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// Images of one colour each, by which their class can be told.
  @BeforeEach
  void write() throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), records(80));
    Files.write(folder.resolve("test_batch.bin"), records(20));
  }

  private static byte[] records(int count) {
    var bytes = new byte[count * 3073];
    for (int i = 0; i < count; i++) {
      int label = i % 2;
      bytes[i * 3073] = (byte) label;
      int plane = i * 3073 + 1 + 2048 * label;
      Arrays.fill(bytes, plane, plane + 1024, (byte) 255);
    }
    return bytes;
  }

  @Test
  void recordsAreLearnedAndJudgedAgain() {
    var run = folder.resolve("run").toString();
    run(
        0,
        "train",
        "cifar10",
        "--data",
        folder.toString(),
        "--out",
        run,
        "--epochs",
        "8",
        "--batch",
        "16",
        "--learning-rate",
        "0.01",
        "--layers",
        "conv 3x3x4x2 relu, global-pool, dense 10");
    assertTrue(out.toString().contains("mirrored and moved at random"), out::toString);
    assertTrue(out.toString().contains("test accuracy 100.00 %"), out::toString);
    run(0, "evaluate", run, "--data", folder.toString());
    assertTrue(out.toString().startsWith("test accuracy 100.00 %"), out::toString);
    run(2, "evaluate", run);
  }

  @Test
  void theUsualNetworkIsResidual() {
    run(0, "compile", "cifar10", "--data", folder.toString(), "--batch", "2");
    assertTrue(out.toString().contains("9.inner.3    Conv "), out::toString);
    assertTrue(out.toString().contains("one-cycle, 20 epochs"), out::toString);
  }

  @Test
  void withoutAFolderOneIsAskedFor() {
    run(2, "train", "cifar10");
    assertError(
        "train: cifar10 is not built in; say --data with the folder of its binary records,"
            + " data_batch_1.bin to test_batch.bin, gzipped or not");
  }

  @Test
  void foldersWithoutWholeRecordsAreRefused() throws IOException {
    var nowhere = folder.resolve("nowhere").toString();
    run(1, "train", "cifar10", "--data", nowhere);
    assertError(
        nowhere + ": there is no such folder; expected the one with CIFAR-10's binary records");
    var half = Files.write(folder.resolve("data_batch_2.bin"), new byte[3000]);
    run(1, "train", "cifar10", "--data", folder.toString());
    assertError(
        half
            + ": 3,000 bytes are no whole number of records of 3,073; the download may be"
            + " incomplete");
  }

  private void assertError(String line) {
    assertEquals(line + "\n", err.toString());
  }

  private void run(int exitCode, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var actual =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertEquals(exitCode, actual, err::toString);
  }
}
