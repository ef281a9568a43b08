package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.op.Op;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Someone who follows code instead of running it: a program that is being compiled.
///
/// While code is followed, variables have symbolic values, and an operation on a symbolic tensor
/// has a symbolic result. Operations on ordinary tensors run as always.
public interface Tracing {
  /// The one who follows the running code.
  ScopedValue<@Nullable Tracing> CURRENT = ScopedValue.newInstance();

  /// Returns the result of an operation of which at least one input is symbolic.
  Tensor apply(Op op, List<Tensor> inputs, TensorType type);

  /// Returns what a variable holds at this point of the code.
  Tensor value(Variable variable);

  /// Lets a variable hold another value from this point of the code on.
  void assign(Variable variable, Tensor next);

  /// Lets code make a variable.
  ///
  /// @throws IllegalStateException if it must not
  void create(TensorType type);

  /// Returns who follows the running code, or null if it runs.
  static @Nullable Tracing current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Runs code that is followed, or is not if there is nobody.
  static <T> T by(@Nullable Tracing tracing, Supplier<T> code) {
    return ScopedValue.where(CURRENT, tracing).call(code::get);
  }
}
