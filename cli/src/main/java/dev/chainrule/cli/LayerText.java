package dev.chainrule.cli;

import dev.chainrule.learn.Chainrule;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Sequential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Layers as a user writes them: `dense 128 relu, dropout 0.2, dense 10`. Each is a name and its
/// numbers; commas are there for the reader.
final class LayerText {
  private static final Choices<Form> FORMS = new Choices<>("--layers", "layer", forms());

  /// How a layer is written.
  ///
  /// @param example the layer with all its numbers
  /// @param numbers how many numbers it takes
  private record Form(String example, int numbers, Function<List<Double>, Layer> layer) {}

  private LayerText() {}

  /// Returns the layers that a text describes.
  ///
  /// @throws IllegalArgumentException naming the word that is not understood
  static Sequential parse(String text) {
    var words = List.of(text.strip().split("[,\\s]+"));
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < words.size(); ) {
      var name = words.get(i++);
      var numbers = new ArrayList<Double>();
      while (i < words.size() && isNumber(words.get(i))) {
        numbers.add(Double.parseDouble(words.get(i++)));
      }
      layers.add(layer(name, numbers));
    }
    return new Sequential(layers);
  }

  /// Returns the first layer's name, by which one sees whether it takes images as they are.
  static String first(String text) {
    return text.strip().split("[,\\s]+", 2)[0];
  }

  private static Layer layer(String name, List<Double> numbers) {
    var form = FORMS.get(name);
    if (numbers.size() != form.numbers) {
      throw new IllegalArgumentException(
          "--layers: %s got %d numbers; it is written \"%s\""
              .formatted(name, numbers.size(), form.example));
    }
    return form.layer.apply(numbers);
  }

  private static boolean isNumber(String word) {
    return word.matches("-?[0-9.]+(e-?[0-9]+)?");
  }

  private static Map<String, Form> forms() {
    var forms = new LinkedHashMap<String, Form>();
    forms.put(
        "dense", new Form("dense 128", 1, n -> Chainrule.dense(whole("dense", n.getFirst()))));
    forms.put("dropout", new Form("dropout 0.2", 1, n -> Chainrule.dropout(n.getFirst())));
    forms.put("batch-norm", new Form("batch-norm", 0, _ -> Chainrule.batchNorm()));
    forms.put("layer-norm", new Form("layer-norm", 0, _ -> Chainrule.layerNorm()));
    forms.put("rms-norm", new Form("rms-norm", 0, _ -> Chainrule.rmsNorm()));
    forms.put("flatten", new Form("flatten", 0, _ -> Chainrule.flatten()));
    for (var activation : Activation.values()) {
      var name = activation.kind().toLowerCase(java.util.Locale.ROOT);
      forms.put(name, new Form(name, 0, _ -> activation));
    }
    return forms;
  }

  private static int whole(String layer, double number) {
    if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "--layers: %s got %s; it takes a whole number above 0".formatted(layer, number));
    }
    return (int) number;
  }
}
