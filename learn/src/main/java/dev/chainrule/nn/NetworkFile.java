package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.io.Json;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.io.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Networks in files: one safetensors file, with the variables by name as its tensors, and the
/// layers as JSON in its metadata.
///
/// ```json
/// {"layer": {"kind": "Dense", ...}, "input": {"dtype": "f32", "shape": [784]}, "dtype": "f32"}
/// ```
public final class NetworkFile {
  private static final String NETWORK = "network";

  private NetworkFile() {}

  /// Writes a network, whole or not at all.
  ///
  /// If it has layers that are not the library's own, only its variables are written: then it can
  /// be restored into a network that was built in code, but not read without.
  ///
  /// @param notes more metadata, by names other than `network`
  public static void write(Path file, Network network, Map<String, String> notes) {
    var metadata = new LinkedHashMap<>(notes);
    if (LayerJson.canWrite(network.layer())) {
      metadata.put(NETWORK, describe(network).toString());
    }
    var values = Snapshot.of(network.variables()).values();
    Safetensors.write(file, new NamedTensors(values, metadata));
  }

  /// Returns the network in a file.
  ///
  /// @throws FormatException if the file is damaged, or has variables but no layers
  public static Network read(Path file) {
    return read(Safetensors.read(file), file.toString());
  }

  private static Network read(NamedTensors content, String where) {
    var text = content.metadata().get(NETWORK);
    if (text == null) {
      throw new FormatException(
          "network: %s says nothing of layers; build the network in code and restore its variables"
              .formatted(where));
    }
    var json = Json.parse(text, where);
    var inputs = new ArrayList<TensorType>();
    inputs.add(type(json.get("input")));
    json.find("more").ifPresent(more -> more.items().forEach(type -> inputs.add(type(type))));
    var network = LayerJson.read(json.get("layer")).build(inputs, dtype(json.get("dtype")), 0);
    new Snapshot(content.tensors()).restore(network.variables(), "network: " + where);
    return network;
  }

  /// Gives a network the variables in a file, whatever its layers are.
  ///
  /// @throws FormatException if the file is damaged, or has other variables; then nothing changes
  public static void restore(Path file, Network network) {
    var content = Safetensors.read(file);
    new Snapshot(content.tensors()).restore(network.variables(), "network: " + file);
  }

  private static Json describe(Network network) {
    var members = new LinkedHashMap<String, Json>();
    members.put("layer", LayerJson.write(network.layer()));
    members.put("input", json(network.input()));
    if (network.inputs().size() > 1) {
      members.put(
          "more", Json.of(network.inputs().stream().skip(1).map(NetworkFile::json).toList()));
    }
    members.put("dtype", Json.of(network.dtype().toString()));
    return Json.of(members);
  }

  private static Json json(TensorType type) {
    var members = new LinkedHashMap<String, Json>();
    members.put("dtype", Json.of(type.dtype().toString()));
    int[] sizes = type.shape().sizes();
    members.put("shape", Json.of(Arrays.stream(sizes).mapToObj(Json::of).toList()));
    return Json.of(members);
  }

  private static TensorType type(Json json) {
    var sizes = json.get("shape").items().stream().mapToInt(Json::asInt).toArray();
    return new TensorType(Shape.of(sizes), dtype(json.get("dtype")));
  }

  private static DType dtype(Json json) {
    var name = json.asText();
    for (var dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw new FormatException("network: there is no element type \"" + name + "\"");
  }
}
