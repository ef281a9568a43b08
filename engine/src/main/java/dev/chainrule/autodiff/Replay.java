package dev.chainrule.autodiff;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.op.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs code that reads and changes variables twice, to the effect of once: the second time it
/// reads what it read the first time, and changes nothing.
final class Replay {
  /// What variables held when the code first read them.
  private final Map<Variable, Tensor> read = new HashMap<>();

  /// Returns the result of the code, which reads and changes variables.
  <T> T first(Supplier<T> code) {
    return Tracing.by(new First(Tracing.current()), code);
  }

  /// Returns the result of the same code.
  <T> T second(Supplier<T> code) {
    return Tracing.by(new Second(Tracing.current()), code);
  }

  private static Tensor bound(Variable variable, Tensor value) {
    return variable.trainable() ? value.detach().recorded(variable.node()) : value.detach();
  }

  /// Someone between the code and who follows it, if anybody does.
  private abstract static sealed class Between implements Tracing {
    private final @Nullable Tracing outer;

    Between(@Nullable Tracing outer) {
      this.outer = outer;
    }

    /// Returns the result of code that this one does not see.
    <T> T outside(Supplier<T> code) {
      return Tracing.by(outer, code);
    }

    @Override
    public Tensor apply(Op op, List<Tensor> inputs, TensorType type) {
      return Objects.requireNonNull(outer).apply(op, inputs, type);
    }

    @Override
    public void create(TensorType type) {
      if (outer != null) {
        outer.create(type);
      }
    }
  }

  private final class First extends Between {
    First(@Nullable Tracing outer) {
      super(outer);
    }

    @Override
    public Tensor value(Variable variable) {
      var value = outside(variable::value);
      read.putIfAbsent(variable, value);
      return value;
    }

    @Override
    public void assign(Variable variable, Tensor next) {
      outside(() -> {
        variable.assign(next);
        return variable;
      });
    }
  }

  private final class Second extends Between {
    private final Map<Variable, Tensor> values = new HashMap<>();

    Second(@Nullable Tracing outer) {
      super(outer);
    }

    @Override
    public Tensor value(Variable variable) {
      return values.computeIfAbsent(
          variable,
          _ -> {
            var known = read.get(variable);
            var value = known == null ? outside(variable::value) : known;
            return bound(variable, Again.of(value.detach()));
          });
    }

    @Override
    public void assign(Variable variable, Tensor next) {
      values.put(variable, bound(variable, next));
    }
  }
}
