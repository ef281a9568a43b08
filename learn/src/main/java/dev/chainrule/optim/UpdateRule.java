package dev.chainrule.optim;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;

/// How a parameter follows its gradient: an optimiser's formula and its hyper-parameters, without
/// the parameters. [#over] binds it to them.
///
/// One's own rule says what it remembers of each parameter, and how one step goes:
///
/// ```
/// record SignDescent(double rate) implements UpdateRule {
///   public Change at(Moment moment) {
///     var rate = moment.number(moment.rate());
///     return (weight, gradient, memory) -> weight.sub(gradient.sign().mul(rate));
///   }
/// }
/// ```
public interface UpdateRule {
  /// Returns the learning rate that a schedule starts from.
  double rate();

  /// Returns the momentum that a schedule starts from; 0 for rules that have none.
  default double momentum() {
    return 0;
  }

  /// Returns how parameters are drawn towards zero.
  default Decay decay() {
    return Decay.none();
  }

  /// Returns what is remembered of each parameter from step to step.
  default List<Slot> slots() {
    return List.of();
  }

  /// Returns what one step does to each parameter.
  Change at(Moment moment);

  /// Returns an optimiser of the given parameters by this rule.
  ///
  /// @throws IllegalArgumentException if there is no parameter, or one is listed twice
  default Optimizer over(List<Variable> parameters) {
    return new Optimizer(this, parameters);
  }

  /// Something that is remembered of each parameter: a tensor of the parameter's type.
  ///
  /// @param name what it is, `momentum`
  /// @param initial the value of all its elements before the first step
  record Slot(String name, double initial) {
    /// Returns a slot that starts with zeros.
    public static Slot zeros(String name) {
      return new Slot(name, 0);
    }
  }

  /// What one step does to a parameter.
  @FunctionalInterface
  interface Change {
    /// Returns the parameter's next value.
    Tensor apply(Tensor weight, Tensor gradient, Memory memory);
  }

  /// What is remembered of one parameter.
  interface Memory {
    /// Returns the tensor in a slot.
    Tensor get(String slot);

    /// Replaces the tensor in a slot, and returns the new one.
    Tensor set(String slot, Tensor next);
  }
}
