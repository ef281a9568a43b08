package dev.chainrule.cli;

import dev.chainrule.FormatException;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.io.Json;
import dev.chainrule.io.Safetensors;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.NetworkFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A trained network with all that is needed to use it, in one file: a [NetworkFile], which
/// [Network#load] reads too, with the rest as JSON in its metadata.
///
/// @param network the network with its trained values
/// @param data the name of the data that it was trained on
/// @param seed the seed that decided which samples were held out
/// @param classes the names of the classes; empty if numbers are predicted
/// @param preparation what was done to the table that it was trained on
record SavedModel(
    Network network,
    String data,
    long seed,
    List<String> classes,
    Optional<TablePreparation> preparation) {
  private static final String KEY = "chainrule";

  /// Writes the file, whole or not at all.
  void write(Path file) {
    var members = new LinkedHashMap<String, Json>();
    members.put("data", Json.of(data));
    members.put("seed", Json.of(seed));
    members.put("classes", Json.of(classes.stream().map(Json::of).toList()));
    preparation.ifPresent(p -> members.put("preparation", p.toJson()));
    NetworkFile.write(file, network, Map.of(KEY, Json.of(members).toString()));
  }

  /// Reads a file that [#write] wrote.
  ///
  /// @throws FormatException if it is no such file
  static SavedModel read(Path file) {
    var text = Safetensors.read(file).metadata().get(KEY);
    if (text == null) {
      throw new FormatException(
          "model: %s has no \"%s\" in its metadata; was it written by train?".formatted(file, KEY));
    }
    var json = Json.parse(text, file.toString());
    return new SavedModel(
        NetworkFile.read(file),
        json.get("data").asText(),
        json.get("seed").asLong(),
        json.get("classes").items().stream().map(Json::asText).toList(),
        json.find("preparation").map(TablePreparation::fromJson));
  }
}
