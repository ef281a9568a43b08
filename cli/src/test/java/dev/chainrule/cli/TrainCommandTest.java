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
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            "--weight-decay",
            "0",
            "--out",
            folder.toString()),
        err::toString);
    assertTrue(out.toString().contains("R² 1.0000"), out::toString);
    out.getBuffer().setLength(0);
    var later = Files.writeString(folder.resolve("later.csv"), "x\n50\n").toString();
    assertEquals(0, execute("predict", model(), later), err::toString);
    var lines = out.toString().lines().toList();
    assertEquals("    row  y", lines.getFirst());
    assertEquals(1050, Double.parseDouble(lines.getLast().strip().replaceFirst(".* ", "")), 1);
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
        "train: \"iriss\" is neither a file nor built in; built in are breast-cancer, cifar10,"
            + " digits, iris, mnist, shakespeare, wine",
        "train",
        "iriss");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '' | is empty; a table needs at least one row
          'a,b,y;1,2,3;4,5' | line 3 has 2 cells where the lines before have 3; a separator or a quote may be missing
          'a,b,y;1,2,3;4,NaN,2' | line 3, column "b": NaN is not a finite number; leave missing values blank or write ?
          'a,b,y;1,2,3' | 1 row with a value in the target column "y"; training and testing need 2
          'a,b,y;1,2,x;3,4,x' | the target column "y" has the same value in every row; there is nothing to learn
          'y;1;2;1' | no input column with values is left beside the target
          'a,b,y;1,\\0,2' | holds a zero byte at offset 8; it is not a text file
          """,
      delimiter = '|')
  void aTableThatCannotBeLearnedFromIsRefusedInOneLine(String text, String line)
      throws IOException {
    var content = text.replace(";", "\n").replace("\\0", "\0");
    var file = Files.writeString(folder.resolve("table.csv"), content);
    var made = folder.resolve("new");
    assertFailure(
        1,
        file + ": " + line,
        "train",
        file.toString(),
        "--target",
        "last",
        "--out",
        made.toString());
    assertFalse(Files.exists(made), "nothing is written");
  }

  @Test
  void aFolderIsNoTable() {
    assertFailure(
        1,
        folder + ": cannot be read: it is a directory",
        "train",
        folder.toString(),
        "--target",
        "last");
  }

  @Test
  void aMissingFileIsAProblemOfTheData() {
    assertFailure(1, "nowhere.csv: there is no such file", "train", "nowhere.csv");
  }

  @Test
  void aLossThatIsNoNumberIsNamedWithItsPlaceAndLeavesNothing() {
    assertFailure(
        1,
        "Trainer: loss became NaN at epoch 1, step 3: the first value that is not finite is the"
            + " result of Dense \"4\" (96 of 96 elements); learning rate 1000000.0",
        "train",
        "iris",
        "--out",
        folder.toString(),
        "--optimizer",
        "sgd",
        "--schedule",
        "constant",
        "--learning-rate",
        "1e6");
    assertEquals(0, Objects.requireNonNull(folder.toFile().list()).length);
  }

  @Test
  void withoutACheckpointAResumedRunBeginsAtTheStart() {
    train(folder, "--epochs", "1", "--resume");
    assertTrue(
        out.toString()
            .contains(
                "there is no %s yet; training begins at the start"
                    .formatted(folder.resolve("checkpoint.safetensors"))),
        out::toString);
  }

  @Test
  void aNewRunNeverGoesOnFromTheCheckpointOfAnother() throws IOException {
    train(folder, "--epochs", "1");
    var checkpoint = folder.resolve("checkpoint.safetensors");
    var half = folder.resolve(".checkpoint.safetensors.%s.tmp".formatted(UUID.randomUUID()));
    Files.writeString(half, "half");
    new RunFolder(folder).begin(true);
    assertTrue(Files.exists(checkpoint));
    assertFalse(Files.exists(half));
    new RunFolder(folder).begin(false);
    assertFalse(Files.exists(checkpoint));
  }

  @Test
  void everyScheduleAndRefinementTrains() {
    for (var schedule : Recipes.SCHEDULES.names()) {
      train(
          folder.resolve(schedule),
          "--epochs=3",
          "--schedule=" + schedule,
          "--validation=0.25",
          "--patience=1",
          "--best",
          "--clip=1",
          "--momentum=0.8",
          "--weight-decay=0.1");
    }
    assertTrue(out.toString().contains("validation: 30 of the training samples"), out::toString);
    assertTrue(out.toString().contains("validation accuracy"), out::toString);
  }

  @Test
  void everyOptimiserTrains() {
    Recipes.OPTIMIZERS
        .names()
        .forEach(name -> train(folder.resolve(name), "--epochs=2", "--optimizer=" + name));
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

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --learning-rate | 0 | --learning-rate: is 0.0; expected a number above 0
          --learning-rate | NaN | --learning-rate: is NaN; expected a number above 0
          --epochs | 0 | --epochs: is 0; expected a whole number of 1 or more
          --batch | -2 | --batch: is -2; expected a whole number of 1 or more
          --threads | 0 | --threads: is 0; expected a whole number of 1 to 64
          --save-every | -1 | --save-every: is -1; expected 0 or more steps
          --momentum | 1 | --momentum: is 1.0; expected 0 or more and below 1
          --weight-decay | -1 | --weight-decay: is -1.0; expected a number of 0 or more
          --clip | 0 | --clip: is 0.0; expected a number above 0
          --validation | 1 | --validation: is 1.0; expected a number above 0 and below 1
          --patience | -1 | --patience: is -1; expected a whole number of 0 or more
          --schedule | cosin | --schedule: there is no schedule "cosin"; the nearest name is "cosine"
          --optimizer | adan | --optimizer: there is no optimiser "adan"; the nearest name is "adam"
          --layers | dense 8, dropout 1.5 | --layers: Dropout: rate is 1.5; expected 0 or more and below 1
          --epochs | many | chainrule train: invalid value for option '--epochs': 'many' is not a whole number; chainrule train --help lists what there is
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void impossibleNumbersAreWrongUsage(String option, String value, String line) {
    assertFailure(
        2, line, "train", "iris", "--out", folder.resolve("new").toString(), option, value);
    assertFalse(Files.exists(folder.resolve("new")), "nothing is written");
  }

  @Test
  void whereNothingCanBeWrittenNothingIsTrained() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "").toString();
    assertFailure(1, file + ": is a file; --out needs a folder", "train", "iris", "--out", file);
    assertFalse(out.toString().contains("epoch"), out::toString);
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws IOException {
    assertEquals(1, execute("evaluate", line()));
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  private void train(Path to, String... options) {
    var all = new java.util.ArrayList<>(List.of("train", "iris", "--out", to.toString()));
    all.addAll(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("--schedule"))) {
      all.addAll(List.of("--schedule", "constant"));
    }
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
