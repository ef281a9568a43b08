package dev.chainrule.cli;

import dev.chainrule.ChainruleException;
import dev.chainrule.datasets.CharacterVocabulary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `generate`: lets a network that was trained on text write.
@Command(
    name = "generate",
    description = "Lets a network that was trained on text write.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "a file that train saved, or its folder, such as runs/shakespeare")
  private Path model = Path.of("");

  @Option(names = "--prompt", paramLabel = "TEXT", description = "how the text begins")
  private String prompt = "";

  @Option(
      names = "--length",
      paramLabel = "NUMBER",
      description = "how many characters to write (default: ${DEFAULT-VALUE})")
  private int length = 500;

  @Option(
      names = "--temperature",
      paramLabel = "NUMBER",
      description = "below 1 safer, above 1 bolder (default: ${DEFAULT-VALUE})")
  private double temperature = 0.8;

  @Option(
      names = "--top-k",
      paramLabel = "NUMBER",
      description = "draw from the so many likeliest characters only; from all if nothing is said")
  private int topK = Integer.MAX_VALUE;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "decides what is drawn (default: ${DEFAULT-VALUE})")
  private long seed = 42;

  @Override
  public void run() {
    var sampling = new Sampling(temperature, topK);
    if (length < 1) {
      throw new IllegalArgumentException(
          "--length: is %d; expected a whole number of 1 or more".formatted(length));
    }
    var saved = SavedModel.read(model);
    var vocabulary = vocabulary(saved);
    var out = spec.commandLine().getOut();
    out.print(prompt);
    new TextGenerator(saved.network(), vocabulary, sampling)
        .write(
            prompt,
            length,
            seed,
            character -> {
              out.print(character);
              out.flush();
            });
    out.println();
    out.flush();
  }

  /// The characters that the network knows, those of the prompt among them.
  private CharacterVocabulary vocabulary(SavedModel saved) {
    var vocabulary =
        saved
            .kind()
            .vocabulary()
            .orElseThrow(() ->
                new ChainruleException(
                    "%s: was trained on %s, which is no text; train shakespeare makes one that writes"
                        .formatted(model, saved.data())));
    var unknown = vocabulary.unknown(prompt);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--prompt: holds characters that the network does not know: %s; it knows %s"
              .formatted(unknown, vocabulary));
    }
    return vocabulary;
  }
}
