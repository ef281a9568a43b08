package dev.chainrule.init;

import dev.chainrule.RandomKey;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;

/// How a parameter's initial values are found.
///
/// They depend on nothing but the type and the key: the same on every machine, and not changed by
/// what was created before.
@FunctionalInterface
public interface Initializer {
  /// Returns initial values.
  ///
  /// @param type shape, and `F32` or `F64`
  /// @param key where random numbers come from
  Tensor create(TensorType type, RandomKey key);
}
