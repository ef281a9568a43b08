package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Training on a text, and letting the network write.
class GenerateCommandTest {
  private static final String SMALL =
      "embedding 5x16, positions 8, causal-transformer 2x16, layer-norm, dense 5";

  @TempDir private static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// A network that has learned `abcd` over and over by heart.
  @BeforeAll
  static void train() throws IOException {
    Files.writeString(folder.resolve("abcd.txt"), "abcd\n".repeat(60));
    var test = new GenerateCommandTest();
    test.train("model", "--layers", SMALL, "--steps", "60", "--epochs", "2");
    assertTrue(test.out.toString().contains("abcd.txt: 300 characters"), test.out::toString);
    assertTrue(test.out.toString().contains("validation loss"), test.out::toString);
    assertTrue(test.out.toString().contains("test loss"), test.out::toString);
    assertTrue(test.out.toString().contains("equally likely ones"), test.out::toString);
  }

  @Test
  void aNetworkWritesWhatItLearned() {
    run(0, "generate", model(), "--prompt", "ab", "--length", "9", "--temperature", "0.1");
    assertEquals("abcd\nabcd\na\n", out.toString());
    run(0, "generate", folder.resolve("model").toString(), "--length", "5", "--top-k", "1");
    assertEquals("abcd\n\n", out.toString(), "without a prompt a line begins");
  }

  @Test
  void aSeedDecidesWhatIsWritten() {
    var bold = List.of("generate", model(), "--length", "60", "--temperature", "5", "--seed");
    var texts = new ArrayList<String>();
    for (var seed : List.of("1", "1", "2")) {
      var arguments = new ArrayList<>(bold);
      arguments.add(seed);
      run(0, arguments.toArray(String[]::new));
      texts.add(out.toString());
    }
    assertEquals(texts.get(0), texts.get(1));
    assertNotEquals(texts.get(0), texts.get(2));
  }

  @Test
  void aRunOnATextIsResumedWithTheSameBits() throws IOException {
    var options = List.of("--layers", SMALL, "--steps", "4", "--schedule", "constant");
    train("whole", with(options, "--epochs", "2"));
    train("parts", with(options, "--epochs", "1"));
    train("parts", with(options, "--epochs", "2", "--resume"));
    var name = "model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole").resolve(name)),
        Files.readAllBytes(folder.resolve("parts").resolve(name)));
  }

  @Test
  void aNetworkOfTextIsJudgedByAText() throws IOException {
    var other = Files.writeString(folder.resolve("other.txt"), "bcd\na".repeat(9)).toString();
    run(0, "evaluate", model(), other);
    var loss = Double.parseDouble(out.toString().replaceAll("(?s).*test loss ([0-9.]+) .*", "$1"));
    assertTrue(loss < 0.5, "a guess has ln 5 = 1.6, but it was " + loss);
    var strange = Files.writeString(folder.resolve("strange.txt"), "abxba").toString();
    run(1, "evaluate", model(), strange);
    assertError("%s: holds characters that the network does not know: \"x\"".formatted(strange));
    var brief = Files.writeString(folder.resolve("brief.txt"), "abcd\nabc").toString();
    run(1, "evaluate", model(), brief);
    assertError(
        "%s: has 8 characters; expected more than the 8 that the network sees at once"
            .formatted(brief));
    run(2, "predict", model(), other);
    assertError("predict: the network was trained on the text of abcd; generate lets it write");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --temperature | 0    | --temperature: is 0.0; expected a number above 0
          --temperature | -1   | --temperature: is -1.0; expected a number above 0
          --top-k       | 0    | --top-k: is 0; expected a whole number of 1 or more
          --length      | 0    | --length: is 0; expected a whole number of 1 or more
          --prompt      | aéb9 | --prompt: holds characters that the network does not know: "é", "9"; it knows U+000A a b c d
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void whatCannotBeWrittenIsRefusedInOneLine(String option, String value, String line) {
    run(2, "generate", model(), option, value);
    assertError(line);
    assertEquals("", out.toString());
  }

  @Test
  void onlyNetworksOfTextWrite() {
    run(0, "train", "iris", "--epochs", "1", "--out", folder.resolve("iris").toString());
    var iris = folder.resolve("iris").toString();
    run(1, "generate", iris);
    assertError(
        iris + ": was trained on iris, which is no text; train shakespeare makes one that writes");
    run(1, "generate", "nowhere.safetensors");
    assertError("safetensors: nowhere.safetensors: there is no such file");
  }

  @Test
  void textsAndTheirOptionsAreCheckedBeforeTraining() {
    run(1, "train", "shakespeare", "--data", "nowhere.txt");
    assertError("nowhere.txt: cannot be read: no such file");
    run(2, "train", "iris", "--data", "nowhere.txt");
    assertError("--data: says where cifar10 or the text of shakespeare is; iris is found without");
    run(2, "train", "iris", "--model", "lstm");
    assertError("--model: chooses a network of text, but iris is none; say --layers");
    run(2, "train", "shakespeare", "--model", "gtp");
    assertError("--model: there is no model of text \"gtp\"; there are gpt, lstm");
    run(2, "train", "shakespeare", "--context", "0");
    assertError("--context: is 0; expected a whole number of 1 or more");
    run(2, "train", "shakespeare", "--validation", "0.1");
    assertError("--validation: the last tenth of a text judges every epoch already");
  }

  @Test
  void bothModelsOfTextAreKnown() {
    run(0, "compile", "shakespeare", "--model", "lstm", "--batch", "2", "--context", "4");
    assertTrue(out.toString().contains("Lstm"), out::toString);
    assertTrue(out.toString().contains("4 epochs of 500 steps, batches of 2"), out::toString);
  }

  private static String[] with(List<String> options, String... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private void train(String name, String... options) {
    var all = new ArrayList<>(List.of("train", "shakespeare", "--context", "8"));
    all.addAll(List.of("--data", folder.resolve("abcd.txt").toString()));
    all.addAll(List.of("--out", folder.resolve(name).toString(), "--learning-rate", "0.01"));
    all.addAll(List.of(options));
    run(0, all.toArray(String[]::new));
  }

  private static String model() {
    return folder.resolve("model").resolve("model.safetensors").toString();
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
