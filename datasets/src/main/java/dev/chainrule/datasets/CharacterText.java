package dev.chainrule.datasets;

import dev.chainrule.ChainruleException;
import dev.chainrule.data.Dataset;
import java.nio.file.Path;
import java.util.Arrays;

/// A text of which a network learns to tell each next character. The first nine tenths are there to
/// learn from, the rest judges.
///
/// | | shape | values |
/// |---|---|---|
/// | inputs | `[n, length]` | i32, characters as their [numbers][#vocabulary] |
/// | targets | `[n, length]` | i32, for each character the next one |
///
/// ```
/// var text = Datasets.tinyShakespeare();
/// var network = sequential(embedding(text.vocabulary().size(), 64), lstm(256), dense(65));
/// Trainer.of(network, crossEntropy(), adam(1e-3)).batch(32).stepsPerEpoch(500).fit(text.train(64));
/// ```
public final class CharacterText {
  private static final double TRAINING_SHARE = 0.9;

  private final String name;
  private final String text;
  private final CharacterVocabulary vocabulary;
  private final int[] numbers;

  private CharacterText(String name, String text) {
    if (text.isEmpty()) {
      throw new ChainruleException(name + ": is empty; a text needs characters to learn from");
    }
    this.name = name;
    this.text = text;
    this.vocabulary = CharacterVocabulary.of(text);
    this.numbers = vocabulary.encode(text);
  }

  /// Returns a text with the vocabulary of its own characters.
  ///
  /// @param name what messages call it
  /// @throws ChainruleException if it is empty
  public static CharacterText of(String name, String text) {
    return new CharacterText(name, text);
  }

  /// Reads a file of UTF-8 text, gzipped or not.
  ///
  /// @throws dev.chainrule.FormatException if it is no text
  /// @throws ChainruleException if the file is empty or cannot be read
  public static CharacterText read(Path path) {
    return of(path.toString(), Content.text(Content.of(path), path.toString()));
  }

  static CharacterText ofResource(String file) {
    return of(file, Content.text(Content.ofResource(file), file));
  }

  /// Returns the whole text.
  public String text() {
    return text;
  }

  /// Returns the characters that occur in it.
  public CharacterVocabulary vocabulary() {
    return vocabulary;
  }

  /// Returns how many characters it has.
  public int length() {
    return numbers.length;
  }

  /// Returns windows to learn from: one beginning at every character of the first nine tenths. They
  /// overlap, so an epoch of all of them is long; see
  /// [stepsPerEpoch][dev.chainrule.train.Trainer#stepsPerEpoch].
  ///
  /// @param length how many characters a window has, at least 1
  /// @throws ChainruleException if the text is too short for one window
  public Dataset train(int length) {
    return windows(Arrays.copyOf(numbers, trained()), length, 1);
  }

  /// Returns windows that judge: side by side, so that they cover the last tenth once.
  ///
  /// @param length how many characters a window has, at least 1
  /// @throws ChainruleException if the last tenth is too short for one window
  public Dataset test(int length) {
    return windows(Arrays.copyOfRange(numbers, trained(), numbers.length), length, length);
  }

  private int trained() {
    return (int) (TRAINING_SHARE * numbers.length);
  }

  private Dataset windows(int[] part, int length, int step) {
    if (part.length <= length) {
      throw new ChainruleException(
          "%s: has %d characters, and a part of %d is too short for windows of %d; needs a longer text"
              .formatted(name, numbers.length, part.length, length));
    }
    return Dataset.ofSequence(part, length, step);
  }
}
