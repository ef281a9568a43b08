package dev.chainrule.cli;

import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Ops;
import java.util.LinkedHashMap;
import java.util.List;

/// The operations that a command is asked about.
final class Catalogue {
  private Catalogue() {}

  /// The named operations, or all of them if none is named.
  ///
  /// @throws IllegalArgumentException if there is no operation of a name, with the nearest one
  static List<OpSpec> find(String command, List<String> names) {
    var all = new LinkedHashMap<String, OpSpec>();
    Ops.all().forEach(spec -> all.put(spec.name(), spec));
    var choices = new Choices<>(command, "operation", all);
    return names.isEmpty() ? Ops.all() : names.stream().map(choices::get).toList();
  }
}
