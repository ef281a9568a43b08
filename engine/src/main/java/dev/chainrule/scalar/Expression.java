package dev.chainrule.scalar;

import static dev.chainrule.scalar.Primitive.*;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scalar expression: inputs, constants and functions of them, as an immutable graph.
///
/// `Expression x = input(0); x.mul(x).add(constant(1))` is `x0 * x0 + 1`. A part may be used
/// several times; it is computed once. An expression means nothing by itself until it is read
/// through an [Algebra] or evaluated: kernels, derivatives ([Derivative]), text ([Formula]) and
/// plain numbers all come from the same expression.
///
/// Two expressions are equal if they have the same structure.
public abstract sealed class Expression {
  private final int hash;

  private Expression(int hash) {
    this.hash = hash;
  }

  /// The input with the given index.
  public static final class Input extends Expression {
    private final int index;

    private Input(int index) {
      super(31 + index);
      this.index = index;
    }

    public int index() {
      return index;
    }

    @Override
    public double evaluate(double... inputs) {
      return inputs[index];
    }
  }

  /// A constant number.
  public static final class Constant extends Expression {
    private final double value;

    private Constant(double value) {
      super(Double.hashCode(value));
      this.value = value;
    }

    public double value() {
      return value;
    }

    @Override
    public double evaluate(double... inputs) {
      return value;
    }
  }

  /// A function applied to arguments.
  public static final class Apply extends Expression {
    private final Primitive function;
    private final List<Expression> arguments;

    private Apply(Primitive function, List<Expression> arguments) {
      super(31 * function.hashCode() + arguments.hashCode());
      this.function = function;
      this.arguments = arguments;
    }

    public Primitive function() {
      return function;
    }

    public List<Expression> arguments() {
      return arguments;
    }

    @Override
    public double evaluate(double... inputs) {
      double first = arguments.get(0).evaluate(inputs);
      double second = arguments.size() > 1 ? arguments.get(1).evaluate(inputs) : 0;
      double third = arguments.size() > 2 ? arguments.get(2).evaluate(inputs) : 0;
      return function.evaluate(first, second, third);
    }
  }

  /// Returns the input with the given index, from 0.
  public static Expression input(int index) {
    return new Input(index);
  }

  /// Returns a constant; a kernel rounds it to its own precision.
  public static Expression constant(double value) {
    return new Constant(value);
  }

  /// Returns a function applied to its arguments.
  public static Expression apply(Primitive function, Expression... arguments) {
    if (arguments.length != function.arity()) {
      throw new IllegalArgumentException(
          "%s: takes %d arguments, got %d".formatted(function, function.arity(), arguments.length));
    }
    return new Apply(function, List.of(arguments));
  }

  /// Returns the value for the given inputs, in double precision; a truth is 1 or 0.
  public abstract double evaluate(double... inputs);

  /// Returns what this expression means in the given algebra.
  public <T> T read(Algebra<T> algebra) {
    return read(algebra, new IdentityHashMap<>());
  }

  private <T> T read(Algebra<T> algebra, IdentityHashMap<Expression, T> known) {
    var meaning = known.get(this);
    if (meaning == null) {
      meaning =
          switch (this) {
            case Input input -> algebra.input(input.index);
            case Constant constant -> algebra.constant(constant.value);
            case Apply apply -> {
              var arguments = new ArrayList<T>();
              for (var argument : apply.arguments) {
                arguments.add(argument.read(algebra, known));
              }
              yield algebra.apply(apply.function, arguments);
            }
          };
      known.put(this, meaning);
    }
    return meaning;
  }

  /// Returns this expression with every input `i` replaced by `replacements[i]`.
  public Expression substitute(Expression... replacements) {
    return read(
        new Algebra<>() {
          @Override
          public Expression input(int index) {
            return replacements[index];
          }

          @Override
          public Expression constant(double value) {
            return Expression.constant(value);
          }

          @Override
          public Expression apply(Primitive function, List<Expression> arguments) {
            return function == MUL
                ? arguments.get(0).mul(arguments.get(1))
                : new Apply(function, List.copyOf(arguments));
          }
        });
  }

  // Arithmetic

  public Expression add(Expression other) {
    return apply(ADD, this, other);
  }

  public Expression add(double other) {
    return add(constant(other));
  }

  public Expression sub(Expression other) {
    return apply(SUB, this, other);
  }

  public Expression sub(double other) {
    return sub(constant(other));
  }

  /// Returns the product; a factor that is the constant 1 disappears.
  public Expression mul(Expression other) {
    if (isOne(other)) {
      return this;
    }
    if (isOne(this)) {
      return other;
    }
    return apply(MUL, this, other);
  }

  public Expression mul(double other) {
    return mul(constant(other));
  }

  public Expression div(Expression other) {
    return apply(DIV, this, other);
  }

  public Expression div(double other) {
    return div(constant(other));
  }

  public Expression neg() {
    return apply(NEG, this);
  }

  /// Returns `factor * this + addend`, rounded once.
  public Expression fma(Expression factor, Expression addend) {
    return apply(FMA, this, factor, addend);
  }

  public Expression fma(double factor, double addend) {
    return fma(constant(factor), constant(addend));
  }

  public Expression fma(Expression factor, double addend) {
    return fma(factor, constant(addend));
  }

  private static boolean isOne(Expression expression) {
    return expression instanceof Constant constant && constant.value == 1;
  }

  // Comparison and choice

  public Expression lt(Expression other) {
    return apply(LT, this, other);
  }

  public Expression le(Expression other) {
    return apply(LE, this, other);
  }

  public Expression eq(Expression other) {
    return apply(EQ, this, other);
  }

  public Expression gt(double other) {
    return constant(other).lt(this);
  }

  public Expression ge(double other) {
    return constant(other).le(this);
  }

  public Expression and(Expression other) {
    return apply(AND, this, other);
  }

  public Expression or(Expression other) {
    return apply(OR, this, other);
  }

  /// Returns whether this truth does not hold.
  public Expression not() {
    return apply(NOT, this);
  }

  /// Returns `then` where this truth holds, `otherwise` where it does not.
  public Expression select(Expression then, Expression otherwise) {
    return apply(SELECT, this, then, otherwise);
  }

  // Functions

  public Expression sqrt() {
    return apply(SQRT, this);
  }

  public Expression exp() {
    return apply(EXP, this);
  }

  public Expression expm1() {
    return apply(EXPM1, this);
  }

  public Expression log() {
    return apply(LOG, this);
  }

  public Expression log1p() {
    return apply(LOG1P, this);
  }

  public Expression sin() {
    return apply(SIN, this);
  }

  public Expression cos() {
    return apply(COS, this);
  }

  public Expression sinh() {
    return apply(SINH, this);
  }

  public Expression cosh() {
    return apply(COSH, this);
  }

  public Expression tanh() {
    return apply(TANH, this);
  }

  public Expression sigmoid() {
    return apply(SIGMOID, this);
  }

  public Expression softplus() {
    return apply(SOFTPLUS, this);
  }

  public Expression erf() {
    return apply(ERF, this);
  }

  public Expression abs() {
    return apply(ABS, this);
  }

  public Expression sign() {
    return apply(SIGN, this);
  }

  public Expression floor() {
    return apply(FLOOR, this);
  }

  public Expression ceil() {
    return apply(CEIL, this);
  }

  public Expression trunc() {
    return apply(TRUNC, this);
  }

  /// Returns the nearest whole number, halves to even.
  public Expression rint() {
    return apply(RINT, this);
  }

  public Expression pow(Expression exponent) {
    return apply(POW, this, exponent);
  }

  /// Returns the larger of two, NaN if one is.
  public Expression max(Expression other) {
    return apply(MAX, this, other);
  }

  /// Returns the smaller of two, NaN if one is.
  public Expression min(Expression other) {
    return apply(MIN, this, other);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Expression that) || hash != that.hash) {
      return false;
    }
    return switch (this) {
      case Input input -> that instanceof Input o && input.index == o.index;
      case Constant constant ->
          that instanceof Constant o
              && Double.doubleToRawLongBits(constant.value) == Double.doubleToRawLongBits(o.value);
      case Apply apply ->
          that instanceof Apply o
              && apply.function == o.function
              && apply.arguments.equals(o.arguments);
    };
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  /// Returns the formula, with inputs named `x0`, `x1`, `x2`.
  @Override
  public String toString() {
    return Formula.of(this, "x0", "x1", "x2");
  }
}
