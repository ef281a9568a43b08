package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.io.NamedTensors;
import java.util.List;
import java.util.Optional;

/// One case: what the manifest says of it, and its tensors.
///
/// @param entry the manifest's entry
/// @param tensors inputs and right answers, named as the manifest's format tells
record GoldenCase(Json entry, NamedTensors tensors) {
  String text(String member) {
    return entry.get(member).asText();
  }

  /// Returns the texts of a list; absent or null is the empty list.
  List<String> texts(String member) {
    return entry
        .find(member)
        .map(list -> list.items().stream().map(Json::asText).toList())
        .orElse(List.of());
  }

  /// Returns the arguments below a member, such as `attributes`; absent is no argument.
  Settings settings(String member) {
    return new Settings(entry.find(member).orElse(Json.of(java.util.Map.of())));
  }

  Tensor tensor(String name) {
    return tensors.get(name);
  }

  Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.tensors().get(name));
  }

  /// Returns one step's part of `batch.NAME`, whose first axis counts steps.
  Tensor batch(String name, int step) {
    return tensor("batch." + name).select(0, step);
  }

  /// Returns the names of all tensors that begin with a prefix, without it, in the file's order.
  List<String> names(String prefix) {
    return tensors.tensors().keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /// Returns the element type in which the case was computed.
  DType dtype() {
    String name = text("dtype");
    return switch (name) {
      case "float64" -> DType.F64;
      case "float32" -> DType.F32;
      default -> throw new FormatException("golden: dtype " + name + " is not known");
    };
  }

  Tolerance tolerance(String member) {
    Json tolerance = entry.get(member);
    return new Tolerance(tolerance.get("rtol").asDouble(), tolerance.get("atol").asDouble());
  }
}
