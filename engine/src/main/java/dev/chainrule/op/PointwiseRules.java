package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.Tensor;
import dev.chainrule.scalar.Derivative;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The partial derivatives of a pointwise expression, derived once and kept.
public final class PointwiseRules {
  private final String name;
  private final Expression body;
  private final int arity;
  private volatile List<Optional<Partial>> partials = List.of();

  PointwiseRules(String name, int arity, Expression body) {
    this.name = name;
    this.arity = arity;
    this.body = body;
  }

  /// Returns the number of inputs.
  public int arity() {
    return arity;
  }

  /// Returns the partial derivative by an input, or empty if it is zero everywhere.
  public Optional<Partial> partial(int input) {
    var known = partials;
    if (known.isEmpty()) {
      var derived = new ArrayList<Optional<Partial>>();
      for (int i = 0; i < arity; i++) {
        derived.add(derive(i));
      }
      known = List.copyOf(derived);
      partials = known;
    }
    return known.get(input);
  }

  /// Returns the partial derivative by an input times the upstream, as an expression of the inputs,
  /// the result and the upstream; nothing if it is zero everywhere.
  public @Nullable Expression product(int input) {
    return partial(input).map(Partial::product).orElse(null);
  }

  private Optional<Partial> derive(int input) {
    var upstream = input(arity + 1);
    return Derivative.of(body, input, upstream, input(arity))
        .map(product -> new Partial(name, input, arity, product, ofResult(product)));
  }

  /// Returns a derivative of `x ≤ 0 ? 0 : x` in terms of the result, which tells it as well as `x`,
  /// so that `x` need not be kept; any other derivative as it is.
  private Expression ofResult(Expression product) {
    var zero = Expression.constant(0);
    boolean rectified = body.equals(input(0).le(zero).select(zero, input(0)));
    return rectified ? product.substitute(input(1), input(1), input(2)) : product;
  }

  boolean readsInput(int input) {
    for (int i = 0; i < arity; i++) {
      if (partial(i).filter(partial -> partial.reads(input)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  boolean readsOutput() {
    return readsInput(arity);
  }

  /// One partial derivative, times what arrives.
  public static final class Partial {
    private final Expression product;
    private final int arity;
    private final int[] reads;
    private final PointwiseDerivative op;

    /// @param product to be shown
    /// @param computed the same as it is computed
    private Partial(String name, int input, int arity, Expression product, Expression computed) {
      this.product = product;
      this.arity = arity;
      var used = new TreeSet<Integer>();
      collect(computed, used);
      used.remove(arity + 1);
      reads = used.stream().mapToInt(Integer::intValue).toArray();
      var places = new Expression[arity + 2];
      places[arity + 1] = Expression.input(0);
      for (int i = 0; i < reads.length; i++) {
        places[reads[i]] = Expression.input(i + 1);
      }
      op = new PointwiseDerivative(name, input, reads.length + 1, computed.substitute(places));
    }

    private static void collect(Expression expression, Set<Integer> used) {
      switch (expression) {
        case Expression.Input input -> used.add(input.index());
        case Expression.Constant _ -> {}
        case Expression.Apply apply -> apply.arguments().forEach(a -> collect(a, used));
      }
    }

    /// Returns the derivative as an expression: the operation's inputs, then its result, then the
    /// upstream.
    public Expression product() {
      return product;
    }

    boolean reads(int input) {
      for (int read : reads) {
        if (read == input) {
          return true;
        }
      }
      return false;
    }

    /// Returns the partial derivative at the kept values, times what arrives.
    Tensor times(Tensor arriving, IntFunction<Tensor> inputs, Supplier<Tensor> output) {
      if (reads.length == 0 && op.body() instanceof Expression.Input) {
        return arriving;
      }
      Tensor[] operands = new Tensor[reads.length + 1];
      operands[0] = arriving;
      for (int i = 0; i < reads.length; i++) {
        operands[i + 1] = reads[i] == arity ? output.get() : inputs.apply(reads[i]);
      }
      return op.on(operands);
    }
  }
}
