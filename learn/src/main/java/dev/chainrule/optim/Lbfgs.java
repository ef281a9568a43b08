package dev.chainrule.optim;

import dev.chainrule.Variable;
import java.util.List;

/// L-BFGS: steps along a direction that accounts for the curvature that the last gradients have
/// shown. For whole batches, and functions without noise.
///
/// It needs the loss at several places in one step, so it takes a function instead of gradients:
///
/// ```
/// var minimizer = Lbfgs.of(1).searching().over(network.parameters());
/// double before = minimizer.step(() -> loss.of(network.apply(inputs), targets));
/// ```
///
/// The direction is `−H g`, where `H` is built by two loops over the last pairs of steps `s` and
/// changes `y` of the gradient, from `(s·y / y·y) I`. Pairs with `s·y ≤ 10⁻¹⁰` are left out. The
/// first iteration goes by `rate · min(1, 1 / Σ |g|)`, later ones by `rate`, or as far as the line
/// search finds right.
///
/// **Source**: J. Nocedal, S. J. Wright, Numerical Optimization, 2006, algorithms 7.4, 7.5, 3.5 and
/// 3.6; the sizes of first steps and the limits are those of PyTorch 2.13.
///
/// @param rate the length of a step along the direction, above 0
/// @param iterations how many steps along a direction are made at most in one [LbfgsMinimizer#step]
/// @param evaluations how often the loss is evaluated at most in one step, the line search's last
///   evaluations excepted
/// @param slope a step ends where no element of the gradient is larger, at least 0
/// @param change a step ends where no element moves farther, nor the loss, at least 0
/// @param history how many pairs are kept, at least 1
/// @param search whether a line search finds lengths that fulfil the strong Wolfe conditions
public record Lbfgs(
    double rate,
    int iterations,
    int evaluations,
    double slope,
    double change,
    int history,
    boolean search) {
  /// @throws IllegalArgumentException if a number is out of range
  public Lbfgs {
    Hyper.aboveZero("Lbfgs", "rate", rate);
    Hyper.atLeast("Lbfgs", "iterations", iterations, 1);
    Hyper.atLeast("Lbfgs", "evaluations", evaluations, 1);
    Hyper.atLeastZero("Lbfgs", "slope", slope);
    Hyper.atLeastZero("Lbfgs", "change", change);
    Hyper.atLeast("Lbfgs", "history", history, 1);
  }

  /// Returns L-BFGS without line search, with 20 iterations, 25 evaluations and 10 pairs.
  public static Lbfgs of(double rate) {
    return new Lbfgs(rate, 20, 25, 1e-7, 1e-9, 10, false);
  }

  /// Returns this rule with another number of iterations, and a quarter more evaluations.
  public Lbfgs iterations(int most) {
    return new Lbfgs(rate, most, most * 5 / 4, slope, change, history, search);
  }

  /// Returns this rule with another number of pairs that are kept.
  public Lbfgs history(int pairs) {
    return new Lbfgs(rate, iterations, evaluations, slope, change, pairs, search);
  }

  /// Returns this rule with a line search.
  public Lbfgs searching() {
    return new Lbfgs(rate, iterations, evaluations, slope, change, history, true);
  }

  /// Returns a minimizer of functions of the given parameters.
  ///
  /// @throws IllegalArgumentException if there is no parameter, one is listed twice, or they have
  ///   different types
  public LbfgsMinimizer over(List<Variable> parameters) {
    return new LbfgsMinimizer(this, parameters);
  }
}
