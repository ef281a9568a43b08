package dev.chainrule.nn;

import dev.chainrule.FormatException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The values that variables had at one moment, by name. Taking it copies nothing: tensors never
/// change.
///
/// @param values the values by the variables' names
public record Snapshot(Map<String, Tensor> values) {
  public Snapshot {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Returns the present values.
  public static Snapshot of(Map<String, Variable> variables) {
    var values = new LinkedHashMap<String, Tensor>();
    variables.forEach((name, variable) -> values.put(name, variable.value().detach()));
    return new Snapshot(values);
  }

  /// Gives variables these values; all are checked before one changes.
  ///
  /// @param where what messages say these values come from, such as a file's name
  /// @throws FormatException if there are other variables than values, or a type differs
  public void restore(Map<String, Variable> variables, String where) {
    requireFits(variables, where);
    variables.forEach(
        (name, variable) -> variable.assign(Objects.requireNonNull(values.get(name))));
  }

  /// Checks that these are values of the given variables.
  ///
  /// @param where what messages say these values come from, such as a file's name
  /// @throws FormatException if there are other variables than values, or a type differs
  public void requireFits(Map<String, Variable> variables, String where) {
    for (var entry : variables.entrySet()) {
      var value = values.get(entry.getKey());
      var variable = entry.getValue();
      if (value == null) {
        throw new FormatException(
            "%s: has no values for \"%s\", %s %s"
                .formatted(where, entry.getKey(), variable.dtype(), variable.shape()));
      }
      if (!value.shape().equals(variable.shape()) || value.dtype() != variable.dtype()) {
        throw new FormatException(
            "%s: \"%s\" is %s there, but %s %s here"
                .formatted(
                    where, entry.getKey(), value.type(), variable.dtype(), variable.shape()));
      }
    }
    for (var name : values.keySet()) {
      if (!variables.containsKey(name)) {
        throw new FormatException(
            "%s: has values for \"%s\", which does not exist here".formatted(where, name));
      }
    }
  }
}
