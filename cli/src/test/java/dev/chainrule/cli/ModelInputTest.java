package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `evaluate` and `predict` with files that fit a saved network, and with files that do not.
class ModelInputTest {
  private static final int UNSIGNED_BYTES = 8;

  @TempDir private static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() {
    var test = new ModelInputTest();
    for (var data : List.of("digits", "iris")) {
      test.run(0, "train", data, "--epochs", "2", "--out", folder.resolve(data).toString());
    }
  }

  @Test
  void everyImageGetsItsClassAndHowSureTheNetworkIs() throws IOException {
    run(0, "predict", model("digits"), idx("images", new byte[2 * 64], 2, 8, 8));
    var lines = out.toString().lines().toList();
    assertEquals("    row  class  probability", lines.getFirst());
    assertEquals(3, lines.size());
    assertTrue(lines.get(2).matches(" +2  \\d      +\\d+\\.\\d\\d %"), lines.get(2));
  }

  @Test
  void imagesAreJudgedByASecondFileWithTheirLabels() throws IOException {
    var images = idx("images", new byte[2 * 64], 2, 8, 8);
    run(0, "evaluate", model("digits"), images, idx("labels", new byte[] {3, 3}, 2));
    assertTrue(out.toString().contains("test accuracy "), out::toString);
    run(2, "evaluate", model("digits"), images);
    assertError("evaluate: %s has images alone; say the file with their labels after it", images);
  }

  @Test
  void labelsMustFitTheImagesAndTheClasses() throws IOException {
    var images = idx("images", new byte[2 * 64], 2, 8, 8);
    var few = idx("few", new byte[] {3}, 1);
    run(1, "evaluate", model("digits"), images, few);
    assertError("%s: holds [1], but there are 2 images; expected a label for each", few);
    var outside = idx("outside", new byte[] {3, 10}, 2);
    run(1, "evaluate", model("digits"), images, outside);
    assertError("%s: label 10 of image 2 is outside 0..9", outside);
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    var large = idx("large", new byte[28 * 28], 1, 28, 28);
    run(1, "predict", model("digits"), large);
    assertError(
        "%s: holds [1, 28, 28], but the network takes images of [8, 8, 1], one after the other",
        large);
  }

  @Test
  void aTableIsNoImageAndAnImageNoTable() throws IOException {
    var table = Files.writeString(folder.resolve("table.csv"), "a,b\n1,2\n").toString();
    run(1, "predict", model("digits"), table);
    assertError(
        "%s: is no IDX file, but the network was trained on the images of digits and takes nothing"
            + " else",
        table);
    var image = idx("image", new byte[64], 1, 8, 8);
    run(1, "predict", model("iris"), image);
    assertError(
        "%s: is an IDX file, but the network was trained on the table iris and takes CSV files",
        image);
  }

  @Test
  void aDamagedModelIsRefusedInOneLine() throws IOException {
    var whole = Files.readAllBytes(Path.of(model("iris")));
    var damaged = folder.resolve("damaged.safetensors");
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      run(1, "evaluate", damaged.toString());
      assertTrue(err.toString().contains(damaged.toString()), err::toString);
      assertEquals(1, err.toString().lines().count(), err::toString);
    }
  }

  @Test
  void programsGetAJsonObjectForEachRow() throws IOException {
    var flowers =
        "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)\n5.1,3.5,1.4,0.2\n";
    var file = Files.writeString(folder.resolve("flowers.csv"), flowers).toString();
    run(0, "predict", "--json", model("iris"), file);
    assertTrue(
        out.toString().matches("\\{\"row\":1,\"prediction\":\"\\w+\",\"probability\":0\\.\\d+}\n"),
        out::toString);
  }

  private static String model(String data) {
    return folder.resolve(data).resolve("model.safetensors").toString();
  }

  private static String idx(String name, byte[] elements, int... sizes) throws IOException {
    var bytes = ByteBuffer.allocate(4 + 4 * sizes.length + elements.length);
    bytes.putInt(UNSIGNED_BYTES << 8 | sizes.length);
    Arrays.stream(sizes).forEach(bytes::putInt);
    bytes.put(elements);
    return Files.write(folder.resolve(name), bytes.array()).toString();
  }

  private void assertError(String line, String file) {
    assertEquals(line.formatted(file) + "\n", err.toString());
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
