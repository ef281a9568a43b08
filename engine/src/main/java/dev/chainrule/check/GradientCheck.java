package dev.chainrule.check;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Compares gradients with differences of the function itself.
///
/// ```java
/// GradientCheck.of(x -> x.tanh().sum()).at(x);                     // a function
/// GradientCheck.of(() -> loss(network.apply(batch)), parameters);  // a network
/// ```
///
/// For every element the function is evaluated on both sides at several distances; the distance
/// with the smallest error bound is taken (see [Difference]). A gradient passes if it lies within
/// the bound, or, at a kink, between the slopes on the left and on the right. In single precision
/// the bounds are wide: check in `F64` where possible.
///
/// If the result is not a single number, its elements are weighted with fixed random numbers.
public final class GradientCheck {
  private static final long SEED = 271828;

  private final UnaryOperator<Tensor> function;

  private GradientCheck(UnaryOperator<Tensor> function) {
    this.function = function;
  }

  /// Returns the check of a function; [#at] runs it.
  public static GradientCheck of(UnaryOperator<Tensor> function) {
    return new GradientCheck(function);
  }

  /// Checks the gradient of a computation by each of some variables.
  ///
  /// The variables are moved and put back; nobody else may use them meanwhile.
  public static Report of(Supplier<Tensor> computation, Iterable<Variable> variables) {
    var result = computation.get();
    var weights = weights(result);
    var gradients = Derivatives.backward(result, weights, BackwardOptions.plain());
    var comparisons = new ArrayList<Comparison>();
    for (var variable : variables) {
      var value = variable.value().detach();
      var gradient =
          gradients.find(variable).orElseGet(() -> Tensor.zeros(value.shape(), value.dtype()));
      try {
        comparisons.addAll(
            compare(
                variable.displayName(),
                value,
                gradient,
                moved -> {
                  variable.assign(moved);
                  return dot(computation.get(), weights);
                }));
      } finally {
        variable.assign(value);
      }
    }
    return new Report(comparisons);
  }

  /// Compares the gradient at a point, element by element.
  public Report at(Tensor x) {
    var point = x.detach();
    var weights = weights(function.apply(point));
    var gradient = Derivatives.vjp(function, point, weights);
    return new Report(compare("x", point, gradient, moved -> dot(function.apply(moved), weights)));
  }

  private static Tensor weights(Tensor result) {
    var shape = result.shape();
    if (shape.elements() == 1) {
      return Tensor.ones(shape, result.dtype());
    }
    var random = new SplittableRandom(SEED);
    return Tensor.of(random.doubles(shape.elements(), 0.5, 1.5).toArray(), shape)
        .to(result.dtype());
  }

  private static double dot(Tensor result, Tensor weights) {
    return Probe.dot(result, weights);
  }

  private static List<Comparison> compare(
      String name, Tensor point, Tensor gradient, Difference.Function<Tensor> function) {
    double[] numbers = point.toDoubleArray();
    double[] computed = gradient.toDoubleArray();
    var comparisons = new ArrayList<Comparison>();
    for (int i = 0; i < numbers.length; i++) {
      int place = i;
      var difference =
          Difference.of(
              moved -> {
                double[] changed = numbers.clone();
                changed[place] = moved;
                return function.of(Tensor.of(changed, point.shape()).to(point.dtype()));
              },
              numbers[i],
              point.dtype());
      comparisons.add(new Comparison(name, index(point.shape(), i), computed[i], difference));
    }
    return comparisons;
  }

  private static List<Integer> index(Shape shape, int place) {
    var index = new ArrayList<Integer>();
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index.addFirst(place % shape.size(axis));
      place /= shape.size(axis);
    }
    return List.copyOf(index);
  }

  /// One element's gradient beside what differences say.
  ///
  /// @param name of the variable or input
  /// @param index of the element
  /// @param gradient that reverse mode computed
  /// @param difference what the function itself says
  public record Comparison(
      String name, List<Integer> index, double gradient, Difference difference) {

    /// Returns whether the gradient is consistent with the function.
    public boolean passed() {
      return difference.allows(gradient);
    }

    /// Returns one line: element, gradient, difference and its bound, verdict.
    @Override
    public String toString() {
      return "%s%s: gradient %.10g, %s: %s"
          .formatted(name, index, gradient, difference, passed() ? "ok" : "WRONG");
    }
  }

  /// All comparisons of a check.
  ///
  /// @param comparisons one for each element
  public record Report(List<Comparison> comparisons) {
    public Report {
      comparisons = List.copyOf(comparisons);
    }

    /// Returns whether every element passed.
    public boolean passed() {
      return comparisons.stream().allMatch(Comparison::passed);
    }

    /// Returns how many elements lie at a kink of the function.
    public long kinks() {
      return comparisons.stream().filter(c -> c.difference().isKink()).count();
    }

    /// Returns a line for every element that failed, and a summary.
    @Override
    public String toString() {
      var text = new StringBuilder();
      comparisons.stream()
          .filter(comparison -> !comparison.passed())
          .forEach(comparison -> text.append(comparison).append('\n'));
      long wrong = comparisons.stream().filter(comparison -> !comparison.passed()).count();
      return text.append(
              "%d gradients checked, %d wrong, %d at kinks"
                  .formatted(comparisons.size(), wrong, kinks()))
          .toString();
    }
  }
}
