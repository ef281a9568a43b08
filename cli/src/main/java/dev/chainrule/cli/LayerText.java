package dev.chainrule.cli;

import dev.chainrule.init.Initializers;
import dev.chainrule.learn.Chainrule;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.Checkpointed;
import dev.chainrule.nn.Conv;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Residual;
import dev.chainrule.nn.Sequential;
import dev.chainrule.op.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Layers as a user writes them: `conv 5x5x32 relu, pool 2, flatten, dense 10`. Each is a name and
/// its numbers; commas are there for the reader. `residual (…)` adds its input to what the layers
/// in parentheses make of it, `checkpoint (…)` computes them twice instead of keeping their values.
final class LayerText {
  private static final Choices<Form> FORMS = new Choices<>("--layers", "layer", forms());

  /// The deviation of initial vectors: as small as that of learned positions, beside which they
  /// stand.
  private static final double SMALL = 0.02;

  /// How a layer is written.
  ///
  /// @param example the layer with all its numbers
  /// @param least how many numbers it takes at least
  /// @param most how many numbers it takes at most
  private record Form(String example, int least, int most, Function<List<Double>, Layer> layer) {}

  private LayerText() {}

  /// Returns the layers that a text describes.
  ///
  /// @throws IllegalArgumentException naming the word that is not understood
  static Sequential parse(String text) {
    var words = new ArrayDeque<>(words(text));
    var layers = layers(words);
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("--layers: a \")\" has no \"(\" before it");
    }
    return layers;
  }

  private static List<String> words(String text) {
    return List.of(text.replaceAll("[()]", " $0 ").strip().split("[,\\s]+"));
  }

  /// The layers up to the end, or to the parenthesis that closes them.
  private static Sequential layers(Deque<String> words) {
    var layers = new ArrayList<Layer>();
    while (!words.isEmpty() && !words.element().equals(")")) {
      layers.add(next(words));
    }
    return new Sequential(layers);
  }

  private static Layer next(Deque<String> words) {
    var name = words.remove();
    if (name.equalsIgnoreCase("residual")) {
      return new Residual(inParentheses(name, words));
    }
    if (name.equalsIgnoreCase("checkpoint")) {
      return new Checkpointed(inParentheses(name, words));
    }
    var numbers = new ArrayList<Double>();
    while (!words.isEmpty() && isNumber(words.element())) {
      for (var number : words.remove().split("x", -1)) {
        numbers.add(Double.parseDouble(number));
      }
    }
    return layer(name, numbers);
  }

  private static Sequential inParentheses(String name, Deque<String> words) {
    if (!"(".equals(words.poll())) {
      throw new IllegalArgumentException(
          "--layers: %1$s is written \"%1$s (conv 3x3x64, relu)\""
              .formatted(name.toLowerCase(Locale.ROOT)));
    }
    var inner = layers(words);
    if (words.poll() == null) {
      throw new IllegalArgumentException("--layers: a \"(\" has no \")\" after it");
    }
    return inner;
  }

  /// Returns the names of all layers.
  static Set<String> names() {
    return FORMS.names();
  }

  /// Returns the first layer's name, by which one sees whether it takes images as they are.
  static String first(String text) {
    return words(text).getFirst().toLowerCase(Locale.ROOT);
  }

  private static Layer layer(String name, List<Double> numbers) {
    var form = FORMS.get(name);
    if (numbers.size() < form.least || numbers.size() > form.most) {
      throw new IllegalArgumentException(
          "--layers: %s got %d numbers; it is written \"%s\""
              .formatted(name, numbers.size(), form.example));
    }
    try {
      return form.layer.apply(numbers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--layers: " + e.getMessage(), e);
    }
  }

  /// Returns whether a word is a number, or whole numbers with `x` between, the sizes of something.
  private static boolean isNumber(String word) {
    return word.matches("\\d+(x\\d+)+") || word.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)(e-?\\d+)?");
  }

  private static Map<String, Form> forms() {
    var forms = new LinkedHashMap<String, Form>();
    forms.put(
        "dense", new Form("dense 128", 1, 1, n -> Chainrule.dense(whole("dense", n.getFirst()))));
    forms.put("dropout", new Form("dropout 0.2", 1, 1, n -> Chainrule.dropout(n.getFirst())));
    forms.put("conv", new Form("conv 5x5x32", 3, 4, LayerText::convolution));
    pools(forms, Chainrule::maxPool2d, "pool", "max-pool");
    pools(forms, Chainrule::averagePool2d, "avg-pool", "average-pool");
    forms.put("group-norm", counted("group-norm", 8, Chainrule::groupNorm));
    sequences(forms);
    var plain = new LinkedHashMap<String, Layer>();
    plain.put("flatten", Chainrule.flatten());
    plain.put("batch-norm", Chainrule.batchNorm());
    plain.put("global-pool", Chainrule.globalAveragePool());
    plain.put("global-average-pool", Chainrule.globalAveragePool());
    plain.put("global-max-pool", Chainrule.globalMaxPool());
    plain.put("instance-norm", Chainrule.instanceNorm());
    plain.put("layer-norm", Chainrule.layerNorm());
    plain.put("rms-norm", Chainrule.rmsNorm());
    plain.put("hard-tanh", Chainrule.hardTanh());
    plain.put("prelu", Chainrule.prelu());
    plain.put("swish", Chainrule.silu());
    for (var activation : Activation.values()) {
      plain.put(activation.name().toLowerCase(Locale.ROOT).replace('_', '-'), activation);
    }
    plain.put("sinusoidal-positions", Chainrule.sinusoidalPositions());
    plain.forEach((name, layer) -> forms.put(name, new Form(name, 0, 0, _ -> layer)));
    forms.put("leaky-relu", optional("leaky-relu 0.01", 0.01, Chainrule::leakyRelu));
    forms.put("elu", optional("elu 1", 1, Chainrule::elu));
    forms.put("celu", optional("celu 1", 1, Chainrule::celu));
    return forms;
  }

  /// Layers of sequences: vectors for whole numbers, places in time, transformers by their heads
  /// and inner size, and recurrent layers.
  private static void sequences(Map<String, Form> forms) {
    pairs(
        forms,
        "embedding",
        "embedding 65x128",
        (count, size) -> Chainrule.embedding(count, size).weights(Initializers.normal(0, SMALL)));
    pairs(forms, "transformer", "transformer 4x512", Chainrule::transformerEncoder);
    pairs(
        forms,
        "causal-transformer",
        "causal-transformer 4x512",
        (heads, inner) -> Chainrule.transformerEncoder(heads, inner).withCausal());
    forms.put("positions", counted("positions", 64, Chainrule::learnedPositions));
    forms.put("rnn", counted("rnn", 256, Chainrule::simpleRnn));
    forms.put("lstm", counted("lstm", 256, Chainrule::lstm));
    pairs(
        forms,
        "projected-lstm",
        "projected-lstm 256x64",
        (hidden, projected) -> Chainrule.lstm(hidden).projected(projected));
    forms.put("gru", counted("gru", 256, Chainrule::gru));
  }

  /// A layer of two whole numbers.
  private static void pairs(
      Map<String, Form> forms,
      String name,
      String example,
      BiFunction<Integer, Integer, Layer> layer) {
    forms.put(
        name,
        new Form(
            example, 2, 2, n -> layer.apply(whole(name, n.getFirst()), whole(name, n.getLast()))));
  }

  /// A convolution of padded images: the windows' height and width, outputs, and perhaps the step.
  private static Layer convolution(List<Double> numbers) {
    var sizes = numbers.stream().map(number -> whole("conv", number)).toList();
    int step = sizes.size() > 3 ? sizes.getLast() : 1;
    var windows = List.of(Window.of(sizes.get(0), step), Window.of(sizes.get(1), step));
    return new Conv(sizes.get(2), windows, true, 1, true, Initializers.glorotUniform());
  }

  /// Layers of windows over images under several names.
  private static void pools(Map<String, Form> forms, IntFunction<Layer> pool, String... names) {
    for (var name : names) {
      forms.put(name, counted(name, 2, pool));
    }
  }

  /// A layer of one whole number.
  private static Form counted(String name, int usual, IntFunction<Layer> layer) {
    return new Form(name + " " + usual, 1, 1, n -> layer.apply(whole(name, n.getFirst())));
  }

  /// A layer of one number that may be left out.
  private static Form optional(String example, double usual, DoubleFunction<Layer> layer) {
    return new Form(example, 0, 1, n -> layer.apply(n.isEmpty() ? usual : n.getFirst()));
  }

  private static int whole(String layer, double number) {
    if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s got %s; it takes a whole number above 0".formatted(layer, number));
    }
    return (int) number;
  }
}
