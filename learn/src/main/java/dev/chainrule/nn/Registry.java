package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What has been built of a network so far: its variables by name, and its blocks, inner ones
/// first.
final class Registry {
  private final DType dtype;
  private final RandomKey key;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  Registry(DType dtype, long seed) {
    this.dtype = dtype;
    this.key = RandomKey.of(seed);
  }

  DType dtype() {
    return dtype;
  }

  RandomKey key(String path) {
    return key.child(path);
  }

  Variable add(String path, Variable variable) {
    if (variables.putIfAbsent(path, variable) != null) {
      throw new IllegalArgumentException(
          "Network: two variables are named \"%s\"; names at one place must differ"
              .formatted(path));
    }
    return variable.named(path);
  }

  void add(Block block) {
    blocks.add(block);
  }

  Map<String, Variable> variables() {
    return variables;
  }

  List<Block> blocks() {
    return blocks;
  }
}
