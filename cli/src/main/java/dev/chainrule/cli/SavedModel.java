package dev.chainrule.cli;

import dev.chainrule.FormatException;
import dev.chainrule.datasets.CharacterVocabulary;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.io.Json;
import dev.chainrule.io.Safetensors;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.NetworkFile;
import java.nio.file.Files;
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
/// @param kind what the samples were that it was trained on
record SavedModel(Network network, String data, long seed, List<String> classes, DataKind kind) {
  private static final String KEY = "chainrule";

  /// Writes the file, whole or not at all.
  void write(Path file) {
    var members = new LinkedHashMap<String, Json>();
    members.put("data", Json.of(data));
    members.put("seed", Json.of(seed));
    members.put("classes", Json.of(classes.stream().map(Json::of).toList()));
    kind.preparation().ifPresent(p -> members.put("preparation", p.toJson()));
    kind.vocabulary().ifPresent(v -> members.put("vocabulary", Json.of(v.characters())));
    NetworkFile.write(file, network, Map.of(KEY, Json.of(members).toString()));
  }

  /// Reads a file that [#write] wrote.
  ///
  /// @param path the file, or the folder of the training that wrote it
  /// @throws FormatException if it is no such file
  static SavedModel read(Path path) {
    var file = Files.isDirectory(path) ? new RunFolder(path).model() : path;
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
        kind(json));
  }

  private static DataKind kind(Json json) {
    return json.find("preparation")
        .<DataKind>map(preparation -> new DataKind.Rows(TablePreparation.fromJson(preparation)))
        .or(() -> json.find("vocabulary").map(SavedModel::text))
        .orElseGet(() -> new DataKind.Images(Optional.empty()));
  }

  private static DataKind text(Json characters) {
    return new DataKind.Text(new CharacterVocabulary(characters.asText()));
  }

  /// How many characters of a text the network sees at once.
  int context() {
    return network.input().shape().size(0);
  }

  /// What was done to the table that it was trained on, if it was one.
  Optional<TablePreparation> preparation() {
    return kind.preparation();
  }
}
