package dev.chainrule.io;

import dev.chainrule.FormatException;
import dev.chainrule.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tensors by name, in order, with free text about them: the content of one safetensors file.
///
/// @param tensors the tensors by name
/// @param metadata text by name, for example `epoch` and `format`
public record NamedTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  public NamedTensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /// Returns tensors without metadata.
  public static NamedTensors of(Map<String, Tensor> tensors) {
    return new NamedTensors(tensors, Map.of());
  }

  /// Returns the tensor with the given name.
  ///
  /// @throws FormatException if there is none
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      var names = String.join(", ", tensors.keySet().stream().limit(10).toList());
      int more = tensors.size() - 10;
      throw new FormatException(
          "tensors: none is named \"%s\"; there are %s%s"
              .formatted(name, names, more > 0 ? " and " + more + " more" : ""));
    }
    return tensor;
  }
}
