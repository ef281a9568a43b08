package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.io.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSavedNetworkIsJudgedTheSameAgain() {
    assertEquals(
        0, execute("train", "iris", "--epochs", "3", "--out", folder.toString()), err::toString);
    var lines = out.toString().lines().toList();
    var verdict =
        lines.indexOf(
            lines.stream().filter(l -> l.startsWith("test accuracy ")).findFirst().orElseThrow());
    assertEquals("saved in " + model(), lines.getLast());
    out.getBuffer().setLength(0);
    assertEquals(0, execute("evaluate", model()), err::toString);
    assertEquals(lines.subList(verdict, lines.size() - 1), out.toString().lines().toList());
  }

  @Test
  void aRunThatWasResumedEndsWithTheSameBits() throws IOException {
    var whole = folder.resolve("whole");
    var parts = folder.resolve("parts");
    train(whole, "--epochs", "4");
    train(parts, "--epochs", "2");
    train(parts, "--epochs", "4", "--resume");
    var name = "model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(parts.resolve(name)));
  }

  @Test
  void theNumberOfThreadsDoesNotChangeTheResult() throws IOException {
    var one = folder.resolve("one");
    var two = folder.resolve("two");
    train(one, "--epochs", "2", "--threads", "1");
    train(two, "--epochs", "2", "--threads", "2");
    var name = "model.safetensors";
    assertArrayEquals(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(two.resolve(name)));
  }

  @Test
  void aTableOfNumbersIsPredictedInItsOwnUnit() throws IOException {
    var file = line();
    assertEquals(
        0,
        execute(
            "train",
            file,
            "--target",
            "y",
            "--epochs",
            "60",
            "--layers",
            "dense 1",
            "--learning-rate",
            "0.1",
            "--out",
            folder.toString()),
        err::toString);
    assertTrue(out.toString().contains("R² 1.0000"), out::toString);
    out.getBuffer().setLength(0);
    var later = Files.writeString(folder.resolve("later.csv"), "x\n50\n").toString();
    assertEquals(0, execute("predict", model(), later), err::toString);
    assertEquals(1050, Double.parseDouble(out.toString().strip()), 1);
  }

  @Test
  void jsonIsOneObjectALine() {
    assertEquals(
        0,
        execute("train", "iris", "--epochs", "2", "--json", "--out", folder.toString()),
        err::toString);
    var events = out.toString().lines().map(line -> Json.parse(line, "out")).toList();
    assertEquals("result", events.getLast().get("event").asText());
    assertEquals(model(), events.getLast().get("model").asText());
    assertEquals(
        List.of(1L, 2L),
        events.stream()
            .filter(event -> event.get("event").asText().equals("epoch"))
            .map(event -> event.get("epoch").asLong())
            .toList());
  }

  @Test
  void unknownDataIsAnsweredWithWhatThereIs() {
    assertFailure(
        2,
        "train: \"iriss\" is neither a file nor built in; built in are breast-cancer, digits, iris,"
            + " mnist, wine",
        "train",
        "iriss");
  }

  @Test
  void aFileNeedsATarget() throws IOException {
    assertFailure(
        2,
        "train: which column is to be predicted? Say --target with a header's name, a number from"
            + " 1, or last",
        "train",
        line());
  }

  @Test
  void theLastLayerMustFitTheClasses() {
    assertFailure(
        2,
        "--layers: the last layer gives [4], but iris needs [3]; let it be \"dense 3\"",
        "train",
        "iris",
        "--layers",
        "dense 4");
  }

  @Test
  void impossibleNumbersAreWrongUsage() {
    assertEquals(2, execute("train", "iris", "--learning-rate", "-1"));
    assertEquals(2, execute("train", "iris", "--epochs", "0"));
    assertEquals(2, execute("train", "iris", "--batch", "0"));
    assertEquals(2, execute("train", "iris", "--threads", "0"));
    assertEquals(2, execute("train", "iris", "--epochs", "many"));
    assertEquals(5, err.toString().lines().count(), err::toString);
  }

  @Test
  void whereNothingCanBeWrittenNothingIsTrained() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "").toString();
    assertFailure(1, file + ": exists already", "train", "iris", "--out", file);
    assertFalse(out.toString().contains("epoch"), out::toString);
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws IOException {
    assertEquals(1, execute("evaluate", line()));
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  private void train(Path to, String... options) {
    var all =
        new java.util.ArrayList<>(
            List.of("train", "iris", "--schedule", "constant", "--out", to.toString()));
    all.addAll(List.of(options));
    assertEquals(0, execute(all.toArray(String[]::new)), err::toString);
  }

  /// A file in which y is 1000 + x.
  private String line() throws IOException {
    var text = new StringBuilder("x,y\n");
    for (int x = 0; x < 100; x++) {
      text.append(x).append(',').append(1000 + x).append('\n');
    }
    return Files.writeString(folder.resolve("line.csv"), text).toString();
  }

  private String model() {
    return folder.resolve("model.safetensors").toString();
  }

  private void assertFailure(int exitCode, String line, String... arguments) {
    assertEquals(exitCode, execute(arguments));
    assertEquals(line + "\n", err.toString());
  }

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
