package dev.chainrule.optim;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.optim.UpdateRule.Change;
import dev.chainrule.optim.UpdateRule.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An [UpdateRule] at work on some parameters, with all that it remembers from step to step.
///
/// ```
/// var optimizer = sgd(0.1).momentum(0.9).over(network.parameters());
/// optimizer.step(loss.backward());
/// ```
///
/// All that changes is in variables: the number of steps, learning rate and momentum, and what the
/// rule remembers of each parameter. Whoever restores [#variables] continues with the same bits.
public final class Optimizer {
  private final UpdateRule rule;
  private final List<Variable> parameters;
  private final List<Slots> memories = new ArrayList<>();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Variable count = Variable.state(Tensor.scalar(0, DType.I64));
  private final Variable rate;
  private final Variable momentum;
  private GradientTransform transform = GradientTransform.none();

  Optimizer(UpdateRule rule, List<Variable> parameters) {
    if (parameters.isEmpty() || new HashSet<>(parameters).size() < parameters.size()) {
      throw new IllegalArgumentException(
          "Optimizer: needs parameters, each once; got %d, %d of them different"
              .formatted(parameters.size(), new HashSet<>(parameters).size()));
    }
    this.rule = rule;
    this.parameters = List.copyOf(parameters);
    rate = Variable.state(Tensor.scalar(rule.rate(), DType.F64));
    momentum = Variable.state(Tensor.scalar(rule.momentum(), DType.F64));
    variables.put("step", count.named("step"));
    variables.put("rate", rate.named("rate"));
    variables.put("momentum", momentum.named("momentum"));
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var name = ParameterGradients.name(parameters, i);
      memories.add(new Slots(rule.of(parameter), name, parameter));
    }
  }

  /// Has gradients changed before every update, after the changes that were asked for before.
  public Optimizer before(GradientTransform change) {
    transform = transform.then(change);
    return this;
  }

  /// Updates all parameters.
  ///
  /// @throws IllegalStateException if the gradients are of something that does not depend on one of
  ///   the parameters, with the reason; then nothing has changed
  public void step(Gradients gradients) {
    step(ParameterGradients.of(gradients, parameters));
  }

  /// Updates all parameters.
  ///
  /// @param gradients one for each parameter, in the same order
  public void step(ParameterGradients gradients) {
    Tape.withoutGradient(() -> {
      update(transform.apply(gradients).tensors());
      return this;
    });
  }

  private void update(List<Tensor> gradients) {
    count.assign(count.value().add(1));
    Map<Kind, Step> steps = new HashMap<>();
    for (int i = 0; i < gradients.size(); i++) {
      var parameter = parameters.get(i);
      var memory = memories.get(i);
      var step = steps.computeIfAbsent(new Kind(memory.rule, parameter.dtype()), this::begin);
      parameter.assign(step.apply(parameter.value().detach(), gradients.get(i), memory));
    }
  }

  private Step begin(Kind kind) {
    var own = kind.rule;
    var moment =
        new Moment(
            share(rate, rule.rate(), own.rate()),
            share(momentum, rule.momentum(), own.momentum()),
            count.value(),
            kind.dtype);
    return new Step(own, moment, own.at(moment));
  }

  /// Returns a number that was `start` at the beginning, scaled to that of another rule.
  private static Tensor share(Variable now, double start, double own) {
    if (start == own) {
      return now.value();
    }
    return start == 0 ? Tensor.scalar(own, DType.F64) : now.value().mul(own / start);
  }

  /// Parameters for which one step is the same.
  private record Kind(UpdateRule rule, DType dtype) {}

  /// One step for all parameters of one kind.
  private record Step(UpdateRule rule, Moment moment, Change change) {
    Tensor apply(Tensor weight, Tensor gradient, Memory memory) {
      var decay = rule.decay();
      var penalized = decay.penalize(gradient, weight, moment);
      var shrunk = decay.decoupled() == 0 ? weight : weight.mul(decay.factor(moment));
      return change.apply(shrunk, penalized, memory);
    }
  }

  /// Returns the learning rate of the next step.
  public double rate() {
    return rate.value().item();
  }

  /// Sets the learning rate of the steps to come.
  public void rate(double next) {
    rate.assign(Tensor.scalar(next, DType.F64));
  }

  /// Returns the momentum of the next step, 0 for rules without.
  public double momentum() {
    return momentum.value().item();
  }

  /// Sets the momentum of the steps to come.
  public void momentum(double next) {
    momentum.assign(Tensor.scalar(next, DType.F64));
  }

  /// Returns how many steps were made.
  public long steps() {
    return (long) count.value().item();
  }

  /// Returns the rule.
  public UpdateRule rule() {
    return rule;
  }

  /// Returns the parameters in the order in which they were given.
  public List<Variable> parameters() {
    return parameters;
  }

  /// Returns everything that changes from step to step besides the parameters, by name: `step`,
  /// `rate`, `momentum`, and `0.weight.mean` for what is remembered of a parameter.
  public Map<String, Variable> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /// What is remembered of one parameter.
  private final class Slots implements Memory {
    private final UpdateRule rule;
    private final Map<String, Variable> bySlot = new LinkedHashMap<>();

    Slots(UpdateRule rule, String name, Variable parameter) {
      this.rule = rule;
      for (var slot : rule.slots()) {
        var full = name + "." + slot.name();
        var type = slot.type(parameter);
        var initial = Tensor.full(type.shape(), slot.initial(), type.dtype());
        var variable = Variable.state(initial).named(full);
        bySlot.put(slot.name(), variable);
        variables.put(full, variable);
      }
    }

    @Override
    public Tensor get(String slot) {
      return variable(slot).value();
    }

    @Override
    public Tensor set(String slot, Tensor next) {
      variable(slot).assign(next);
      return next;
    }

    private Variable variable(String slot) {
      var variable = bySlot.get(slot);
      if (variable == null) {
        throw new IllegalArgumentException(
            "Optimizer: the rule remembers %s, not \"%s\"".formatted(bySlot.keySet(), slot));
      }
      return variable;
    }
  }
}
