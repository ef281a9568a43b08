package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.datasets.CharacterVocabulary;
import dev.chainrule.nn.Network;
import dev.chainrule.program.Program;
import java.util.Arrays;
import java.util.function.Consumer;

/// Lets a network of text write, one character after the other: each is drawn by the scores that
/// the network gives to what stands before it.
///
/// @param network takes `[batch, time]` characters and gives `[batch, time, characters]` scores
/// @param vocabulary the characters
/// @param sampling how a character is drawn
record TextGenerator(Network network, CharacterVocabulary vocabulary, Sampling sampling) {
  /// Continues a text. The same seed gives the same characters.
  ///
  /// @param prompt what stands before; with nothing in it, the first line begins
  /// @param length how many characters to write
  /// @param to takes each character
  void write(String prompt, int length, long seed, Consumer<String> to) {
    var text = Arrays.copyOf(begin(prompt), begin(prompt).length + length);
    var places = RandomKey.of(seed).uniform(Shape.of(length), 0, 1, DType.F64).toDoubleArray();
    Program.One<Tensor> next = this::next;
    var whole = Program.compile(next);
    for (int i = 0; i < length; i++) {
      int end = text.length - length + i;
      text[end] = sampling.draw(scores(text, end, whole), places[i]);
      to.accept(vocabulary.decode(text[end]));
    }
  }

  private int[] begin(String prompt) {
    if (!prompt.isEmpty()) {
      return vocabulary.encode(prompt);
    }
    return vocabulary.unknown("\n").isEmpty() ? vocabulary.encode("\n") : new int[1];
  }

  /// The scores of what follows the first `end` characters, of which the network sees as many as it
  /// was built for.
  ///
  /// @param whole does what [#next] does for as many characters as that
  private double[] scores(int[] text, int end, Program<Tensor> whole) {
    int most = network.input().shape().size(0);
    int from = Math.max(0, end - most);
    var seen = Tensor.of(Arrays.copyOfRange(text, from, end), Shape.of(1, end - from));
    return (end - from == most ? whole.run(seen) : next(seen)).toDoubleArray();
  }

  /// Returns the scores of what follows some characters `[1, time]`.
  private Tensor next(Tensor seen) {
    return network.predict(seen).select(1, seen.shape().size(1) - 1);
  }
}
