package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.io.Json;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.io.Safetensors;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.Snapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A trained network with all that is needed to use it, in one safetensors file: the variables as
/// tensors, the rest as JSON in the metadata.
///
/// @param layers the network as text, see [LayerText]
/// @param network the network with its trained values
/// @param data the name of the data that it was trained on
/// @param seed the seed that decided which samples were held out
/// @param classes the names of the classes; empty if numbers are predicted
/// @param preparation what was done to the table that it was trained on
record SavedModel(
    String layers,
    Network network,
    String data,
    long seed,
    List<String> classes,
    Optional<TablePreparation> preparation) {
  private static final String KEY = "chainrule";

  /// Writes the file, whole or not at all.
  void write(Path file) {
    var members = new LinkedHashMap<String, Json>();
    members.put("layers", Json.of(layers));
    members.put("input", sizes(network.input().shape()));
    members.put("data", Json.of(data));
    members.put("seed", Json.of(seed));
    members.put("classes", Json.of(classes.stream().map(Json::of).toList()));
    preparation.ifPresent(p -> members.put("preparation", p.toJson()));
    var values = Snapshot.of(network.variables()).values();
    Safetensors.write(file, new NamedTensors(values, Map.of(KEY, Json.of(members).toString())));
  }

  /// Reads a file that [#write] wrote.
  ///
  /// @throws FormatException if it is no such file
  static SavedModel read(Path file) {
    var content = Safetensors.read(file);
    var text = content.metadata().get(KEY);
    if (text == null) {
      throw new FormatException(
          "model: %s has no \"%s\" in its metadata; was it written by train?".formatted(file, KEY));
    }
    var json = Json.parse(text, file.toString());
    var layers = json.get("layers").asText();
    var sizes = json.get("input").items().stream().mapToInt(Json::asInt).toArray();
    var input = new TensorType(Shape.of(sizes), DType.F32);
    var network = LayerText.parse(layers).build(input, DType.F32, 0);
    new Snapshot(content.tensors()).restore(network.variables(), file.toString());
    return new SavedModel(
        layers,
        network,
        json.get("data").asText(),
        json.get("seed").asLong(),
        json.get("classes").items().stream().map(Json::asText).toList(),
        json.find("preparation").map(TablePreparation::fromJson));
  }

  /// What was done to the table that it was trained on, to be done to another file.
  ///
  /// @throws IllegalArgumentException if it was trained on images
  TablePreparation tablePreparation(Path file) {
    return preparation.orElseThrow(() ->
        new IllegalArgumentException(
            "%s: the network was trained on %s, which is no table; it cannot take a CSV file"
                .formatted(file, data)));
  }

  private static Json sizes(Shape shape) {
    return Json.of(Arrays.stream(shape.sizes()).mapToObj(size -> Json.of((long) size)).toList());
  }
}
