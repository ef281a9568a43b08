package dev.chainrule.optim;

import dev.chainrule.Variable;
import java.util.List;
import java.util.function.Predicate;

/// A rule with another one for some parameters; [UpdateRule#except] makes it.
///
/// @param rule of all other parameters
/// @param which parameters follow the other rule
/// @param other the other rule
record RuleWithExceptions(UpdateRule rule, Predicate<Variable> which, UpdateRule other)
    implements UpdateRule {

  @Override
  public double rate() {
    return rule.rate();
  }

  @Override
  public double momentum() {
    return rule.momentum();
  }

  @Override
  public Decay decay() {
    return rule.decay();
  }

  @Override
  public List<Slot> slots() {
    return rule.slots();
  }

  @Override
  public Change at(Moment moment) {
    return rule.at(moment);
  }

  @Override
  public UpdateRule of(Variable parameter) {
    return (which.test(parameter) ? other : rule).of(parameter);
  }
}
