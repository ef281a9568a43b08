package dev.chainrule.scalar;

import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a constant of [Primitive] declares: text, values, expansion in single precision,
/// derivatives.
final class Rule {
  /// How tightly text binds that needs no parentheses.
  static final int ATOM = 9;

  final String symbol;
  final int arity;
  final int binding;
  final Value value;
  Primitive.Result result = Primitive.Result.NUMBER;
  Term[] terms = {};
  @Nullable Expansion expansion;
  @Nullable LongBinaryOperator whole;

  /// The value for up to three arguments.
  interface Value {
    double of(double a, double b, double c);
  }

  /// The expression of simpler functions that computes a function in single precision.
  interface Expansion {
    Expression of(Expression[] x);
  }

  /// One derivative term: upstream times a partial derivative, or nothing where that is zero.
  interface Term {
    @Nullable Expression of(Expression[] x, Expression y, Expression g);
  }

  Rule(String symbol, int arity, int binding, Value value) {
    this.symbol = symbol;
    this.arity = arity;
    this.binding = binding;
    this.value = value;
  }

  static Rule infix(String symbol, int binding, DoubleBinaryOperator value) {
    return new Rule(symbol, 2, binding, (a, b, c) -> value.applyAsDouble(a, b));
  }

  static Rule prefix(String symbol, int binding, DoubleUnaryOperator value) {
    return new Rule(symbol, 1, binding, (a, b, c) -> value.applyAsDouble(a));
  }

  static Rule unary(String symbol, DoubleUnaryOperator value) {
    return prefix(symbol, ATOM, value);
  }

  static Rule binary(String symbol, DoubleBinaryOperator value) {
    return infix(symbol, ATOM, value);
  }

  /// A function of whole numbers only.
  static Rule whole(String symbol, LongBinaryOperator value) {
    return binary(symbol, (a, b) -> value.applyAsLong((long) a, (long) b)).whole(value);
  }

  static Rule ternary(String symbol, Value value) {
    return new Rule(symbol, 3, ATOM, value);
  }

  /// The term of an argument on which the result does not depend smoothly.
  static Term none() {
    return (x, y, g) -> null;
  }

  Rule truth() {
    result = Primitive.Result.TRUTH;
    return this;
  }

  Rule bits() {
    result = Primitive.Result.BITS;
    return this;
  }

  Rule single(UnaryOperator<Expression> unary) {
    expansion = x -> unary.apply(x[0]);
    return this;
  }

  Rule single2(BinaryOperator<Expression> binary) {
    expansion = x -> binary.apply(x[0], x[1]);
    return this;
  }

  /// The value for whole numbers, where that in double precision would lose digits.
  Rule whole(LongBinaryOperator binary) {
    whole = binary;
    return this;
  }

  Rule terms(Term... terms) {
    this.terms = terms;
    return this;
  }
}
