package dev.chainrule.optim;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import java.util.List;
import java.util.function.Predicate;

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

  /// Returns the rule that a parameter follows: this one, unless there are exceptions.
  default UpdateRule of(Variable parameter) {
    return this;
  }

  /// Returns this rule with another one for some parameters: a rate, decay or formula of their own.
  /// A schedule scales all rates alike, and all momenta.
  ///
  /// ```
  /// var rule = adam(1e-3).decay(decoupledDecay(0.01)).except(p -> p.shape().rank() < 2, adam(1e-3));
  /// ```
  default UpdateRule except(Predicate<Variable> which, UpdateRule other) {
    return new RuleWithExceptions(this, which, other);
  }

  /// Returns an optimiser of the given parameters by this rule.
  ///
  /// @throws IllegalArgumentException if there is no parameter, or one is listed twice
  default Optimizer over(List<Variable> parameters) {
    return new Optimizer(this, parameters);
  }

  /// Something that is remembered of each parameter: a tensor of the parameter's type, or a single
  /// number.
  ///
  /// @param name what it is, `momentum`
  /// @param initial the value of all its elements before the first step
  /// @param single whether it is one `F32` number
  record Slot(String name, double initial, boolean single) {
    /// Returns a slot with one number for each element of the parameter.
    public Slot(String name, double initial) {
      this(name, initial, false);
    }

    /// Returns a slot for one number.
    public static Slot number(String name, double initial) {
      return new Slot(name, initial, true);
    }

    TensorType type(Variable parameter) {
      return single
          ? new TensorType(Shape.of(), DType.F32)
          : new TensorType(parameter.shape(), parameter.dtype());
    }

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
