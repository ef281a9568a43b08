package dev.chainrule.optim;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.op.Fused;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A running mean of parameters, which often predicts better than the parameters themselves.
///
/// `a ← a + max(1 − decay, 1/t) · (w − a)` after step t: the mean of all parameters so far, until
/// that share falls below `1 − decay`, and then an exponential one.
///
/// ```
/// var average = WeightAverage.of(0.999, network.parameters());
/// optimizer.step(loss.backward());
/// average.update();
/// Tensor scores = average.during(() -> network.predict(inputs));
/// ```
///
/// **Source**: B. T. Polyak, A. B. Juditsky, "Acceleration of stochastic approximation by
/// averaging", 1992; exponential: A. Tarvainen, H. Valpola, "Mean teachers are better role models",
/// NeurIPS 2017.
public final class WeightAverage {
  /// `max(1 − decay, 1/t)`, of `decay, t`
  private static final Fused SHARE = Fused.of("averagingShare", share());

  private final double decay;
  private final List<Variable> parameters;
  private final List<Variable> averages = new ArrayList<>();
  private final Variable count = Variable.state(Tensor.scalar(0, DType.I64)).named("step");
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  private static Expression share() {
    var last = constant(1).sub(input(0));
    var plain = constant(1).div(input(1));
    return last.lt(plain).select(plain, last);
  }

  private WeightAverage(double decay, List<Variable> parameters) {
    Hyper.share("WeightAverage", "decay", decay);
    this.decay = decay;
    this.parameters = List.copyOf(parameters);
    variables.put("step", count);
    for (int i = 0; i < parameters.size(); i++) {
      var name = ParameterGradients.name(parameters, i);
      var average = Variable.state(parameters.get(i).value().detach()).named(name);
      averages.add(average);
      variables.put(name, average);
    }
  }

  /// Returns an average of parameters that begins with their present values.
  ///
  /// @param decay how much of the average is kept in a step, at least 0 and below 1
  /// @throws IllegalArgumentException if `decay` is out of range
  public static WeightAverage of(double decay, List<Variable> parameters) {
    return new WeightAverage(decay, parameters);
  }

  /// Moves the average towards the parameters; to be called after every step.
  public void update() {
    Tape.withoutGradient(() -> {
      count.assign(count.value().add(1));
      var share = SHARE.on(Tensor.scalar(decay, DType.F64), count.value().to(DType.F64));
      for (int i = 0; i < averages.size(); i++) {
        var average = averages.get(i);
        var weight = parameters.get(i).value().detach();
        average.assign(Formulas.MEAN.on(average.value(), weight, share.to(average.dtype())));
      }
      return count;
    });
  }

  /// Runs code while the parameters have the averages' values.
  public <R> R during(Supplier<R> code) {
    var own = parameters.stream().map(parameter -> parameter.value().detach()).toList();
    adopt();
    try {
      return code.get();
    } finally {
      for (int i = 0; i < own.size(); i++) {
        parameters.get(i).assign(own.get(i));
      }
    }
  }

  /// Gives the parameters the averages' values for good.
  public void adopt() {
    for (int i = 0; i < averages.size(); i++) {
      parameters.get(i).assign(averages.get(i).value());
    }
  }

  /// Returns the averages by their parameters' names, and `step`, the number of steps.
  public Map<String, Variable> variables() {
    return Collections.unmodifiableMap(variables);
  }
}
