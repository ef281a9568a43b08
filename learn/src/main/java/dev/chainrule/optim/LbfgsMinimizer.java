package dev.chainrule.optim;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.optim.Landscape.Point;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// [Lbfgs] at work on some parameters, with all that it remembers from step to step.
///
/// All that changes is in variables. Whoever restores [#variables] continues with the same bits.
public final class LbfgsMinimizer {
  /// Pairs whose product is not larger say nothing about the curvature.
  private static final double LEAST_PRODUCT = 1e-10;

  private final Lbfgs rule;
  private final List<Variable> parameters;
  private final Map<String, Variable> variables = new LinkedHashMap<>();

  LbfgsMinimizer(Lbfgs rule, List<Variable> parameters) {
    requireOneType(parameters);
    this.rule = rule;
    this.parameters = List.copyOf(parameters);
    int size = parameters.stream().mapToInt(each -> each.shape().elements()).sum();
    var zeros = Tensor.zeros(Shape.of(size), parameters.getFirst().dtype());
    add("iteration", Tensor.scalar(0, DType.I64));
    add("pairs", Tensor.scalar(0, DType.I64));
    add("length", Tensor.scalar(0, DType.F64));
    add("scale", Tensor.scalar(1, DType.F64));
    add("direction", zeros);
    add("gradient", zeros);
    for (int i = 0; i < rule.history(); i++) {
      add("change." + i, zeros);
      add("step." + i, zeros);
    }
  }

  private static void requireOneType(List<Variable> parameters) {
    int different = new HashSet<>(parameters).size();
    if (parameters.isEmpty() || different < parameters.size()) {
      throw new IllegalArgumentException(
          "Lbfgs: needs parameters, each once; got %d, %d of them different"
              .formatted(parameters.size(), different));
    }
    var first = parameters.getFirst();
    for (var parameter : parameters) {
      if (parameter.dtype() != first.dtype()) {
        throw new IllegalArgumentException(
            "Lbfgs: %s is %s, but %s is %s; all parameters need one type"
                .formatted(
                    parameter.displayName(),
                    parameter.dtype(),
                    first.displayName(),
                    first.dtype()));
      }
    }
  }

  private void add(String name, Tensor initial) {
    variables.put(name, Variable.state(initial).named(name));
  }

  /// Makes the loss smaller, in several iterations.
  ///
  /// @param loss computes the loss of the parameters as they are: a single number
  /// @return the loss before
  /// @throws IllegalArgumentException if the loss is not finite before the step; then nothing has
  ///   changed
  public double step(Supplier<Tensor> loss) {
    var landscape = new Landscape(parameters, () -> Tape.withGradient(loss::get));
    return Tape.withoutGradient(() -> step(landscape));
  }

  private double step(Landscape landscape) {
    var point = landscape.look();
    double before = point.loss();
    if (!Double.isFinite(before)) {
      throw new IllegalArgumentException(
          "Lbfgs: the loss is %s before iteration %d; it must be finite"
              .formatted(before, count("iteration") + 1));
    }
    for (int i = 1; i <= rule.iterations() && !isFlat(point); i++) {
      var next = iterate(landscape, point, i == rule.iterations());
      boolean spent = landscape.evaluations() >= rule.evaluations();
      if (next.isEmpty() || spent || isStill(point, next.get())) {
        break;
      }
      point = next.get();
    }
    return before;
  }

  /// Moves along the next direction. Returns the point there, or nothing if it need not be known,
  /// or if the loss does not fall in that direction.
  private Optional<Point> iterate(Landscape landscape, Point point, boolean last) {
    var gradient = point.gradient();
    var direction = direction(gradient);
    double along = Landscape.dot(gradient, direction);
    double length = firstLength(gradient);
    set("gradient", gradient);
    set("direction", direction);
    set("length", Tensor.scalar(length, DType.F64));
    if (along > -rule.change()) {
      return Optional.empty();
    }
    var start = landscape.here();
    if (rule.search()) {
      var first = new Point(0, point.loss(), gradient, along);
      var found = new WolfeSearch(landscape, start, direction, first).from(length);
      landscape.go(start.add(direction.mul(found.length())));
      set("length", Tensor.scalar(found.length(), DType.F64));
      return Optional.of(found);
    }
    if (last) {
      landscape.go(start.add(direction.mul(length)));
      return Optional.empty();
    }
    return Optional.of(landscape.look(start, length, direction));
  }

  private boolean isFlat(Point point) {
    return Landscape.largest(point.gradient()) <= rule.slope();
  }

  private boolean isStill(Point from, Point to) {
    return Landscape.largest(get("direction")) * to.length() <= rule.change()
        || Math.abs(to.loss() - from.loss()) < rule.change();
  }

  private double firstLength(Tensor gradient) {
    double sum = gradient.abs().sum().item();
    return count("iteration") == 1 ? rule.rate() * Math.min(1, 1 / sum) : rule.rate();
  }

  /// Remembers what the last step has shown, and returns `−H g`.
  private Tensor direction(Tensor gradient) {
    long iteration = count("iteration") + 1;
    set("iteration", Tensor.scalar((double) iteration, DType.I64));
    if (iteration == 1) {
      return gradient.neg();
    }
    remember(gradient.sub(get("gradient")), get("direction").mul(get("length").item()));
    int to = (int) count("pairs");
    int from = Math.max(0, to - rule.history());
    double[] shares = new double[to - from];
    var q = gradient.neg();
    for (int i = to - 1; i >= from; i--) {
      shares[i - from] = Landscape.dot(pair("step", i), q) / product(i);
      q = q.sub(pair("change", i).mul(shares[i - from]));
    }
    var r = q.mul(get("scale").item());
    for (int i = from; i < to; i++) {
      double share = Landscape.dot(pair("change", i), r) / product(i);
      r = r.add(pair("step", i).mul(shares[i - from] - share));
    }
    return r;
  }

  private void remember(Tensor change, Tensor step) {
    double product = Landscape.dot(change, step);
    if (product > LEAST_PRODUCT) {
      long place = count("pairs");
      set("change." + place % rule.history(), change);
      set("step." + place % rule.history(), step);
      set("pairs", Tensor.scalar(place + 1.0, DType.I64));
      double square = Landscape.dot(change, change);
      set("scale", Tensor.scalar(product / square, DType.F64));
    }
  }

  private double product(int i) {
    return Landscape.dot(pair("change", i), pair("step", i));
  }

  private Tensor pair(String name, int i) {
    return get(name + "." + i % rule.history());
  }

  private long count(String name) {
    return (long) get(name).item();
  }

  private Tensor get(String name) {
    return variable(name).value();
  }

  private void set(String name, Tensor next) {
    variable(name).assign(next);
  }

  private Variable variable(String name) {
    return Objects.requireNonNull(variables.get(name));
  }

  /// Returns the parameters in the order in which they were given.
  public List<Variable> parameters() {
    return parameters;
  }

  /// Returns everything that changes from step to step besides the parameters, by name:
  /// `iteration`, `pairs` (how many were kept so far), `length`, `scale`, and in one row for all
  /// parameters `direction`, `gradient`, `change.0`, `step.0`, ...
  public Map<String, Variable> variables() {
    return Collections.unmodifiableMap(variables);
  }
}
