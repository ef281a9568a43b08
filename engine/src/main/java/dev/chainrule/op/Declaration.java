package dev.chainrule.op;

import dev.chainrule.op.Elementwise.Takes;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// What an elementwise function declares of itself; the reference comes last and completes it.
final class Declaration {
  static final String DLMF = "NIST Digital Library of Mathematical Functions, chapter ";
  static final String NUMPY = "NumPy reference, mathematical functions";
  static final String IEEE = "IEEE 754-2019, section ";

  final String name;
  final Takes takes;
  final int arity;
  final Expression body;
  final Optional<Double> fraction;
  String summary = "";
  String source = "elementary";
  double accuracy = 4;
  private boolean kinked;
  private double[][] ranges = {{-2, 2}};

  private Declaration(String name, Takes takes, int arity, Expression body) {
    this.name = name;
    this.takes = takes;
    this.arity = arity;
    this.body = body;
    this.fraction = takes == Takes.FLOATS ? Optional.empty() : fraction(body);
  }

  static Declaration numbers(String name, Primitive primitive) {
    return new Declaration(name, Takes.NUMBERS, primitive.arity(), all(primitive));
  }

  static Declaration numbers(String name, int arity, Expression body) {
    return new Declaration(name, Takes.NUMBERS, arity, body);
  }

  static Declaration floats(String name, Primitive primitive) {
    return new Declaration(name, Takes.FLOATS, primitive.arity(), all(primitive));
  }

  static Declaration floats(String name, int arity, Expression body) {
    return new Declaration(name, Takes.FLOATS, arity, body);
  }

  static Declaration whole(String name, Primitive primitive) {
    return new Declaration(name, Takes.WHOLE, primitive.arity(), all(primitive)).range(-9, 9);
  }

  static Declaration compared(String name, int arity, Expression body) {
    return new Declaration(name, Takes.COMPARED, arity, body);
  }

  static Declaration truths(String name, int arity, Expression body) {
    return new Declaration(name, Takes.TRUTHS, arity, body);
  }

  static Declaration choice(String name, Primitive primitive) {
    return new Declaration(name, Takes.CHOICE, primitive.arity(), all(primitive));
  }

  private static Expression all(Primitive primitive) {
    return Expression.apply(
        primitive,
        IntStream.range(0, primitive.arity())
            .mapToObj(Expression::input)
            .toArray(Expression[]::new));
  }

  /// Sets what the function is, in one sentence.
  Declaration summary(String text) {
    summary = text;
    return this;
  }

  /// Sets where the definition comes from.
  Declaration source(String text) {
    source = text;
    return this;
  }

  /// Sets the range of the samples: where the function is defined, smooth and not too steep.
  Declaration range(double low, double high) {
    ranges = new double[][] {{low, high}};
    return this;
  }

  /// Sets a range for each input.
  Declaration ranges(double... lowsAndHighs) {
    ranges = new double[lowsAndHighs.length / 2][];
    Arrays.setAll(ranges, i -> Arrays.copyOfRange(lowsAndHighs, 2 * i, 2 * i + 2));
    return this;
  }

  /// Says that there are kinks or jumps, from which samples must keep a distance.
  Declaration kinked() {
    kinked = true;
    return this;
  }

  /// Sets how far results may be from the reference, in roundings.
  Declaration accuracy(double roundings) {
    accuracy = roundings;
    return this;
  }

  Elementwise reference(DoubleUnaryOperator reference) {
    return new Elementwise(this, inputs -> reference.applyAsDouble(inputs[0]));
  }

  Elementwise reference(DoubleBinaryOperator reference) {
    return new Elementwise(this, inputs -> reference.applyAsDouble(inputs[0], inputs[1]));
  }

  Elementwise reference3(Elementwise.Reference reference) {
    return new Elementwise(this, reference);
  }

  /// Returns a constant of the expression that is no whole number.
  private static Optional<Double> fraction(Expression expression) {
    return switch (expression) {
      case Expression.Input _ -> Optional.empty();
      case Expression.Constant constant ->
          Optional.of(constant.value())
              .filter(value -> !Double.isNaN(value) && value != Math.rint(value));
      case Expression.Apply apply ->
          apply.arguments().stream()
              .map(Declaration::fraction)
              .flatMap(Optional::stream)
              .findFirst();
    };
  }

  /// Returns samples: shapes that broadcast, and one longer than two blocks of every kernel.
  List<Input[]> samples() {
    int[][][] shapes =
        switch (arity) {
          case 1 -> new int[][][] {{{7}}, {{3, 5}}, {{2, 1, 67}}};
          case 2 -> new int[][][] {{{7}, {7}}, {{3, 5}, {5}}, {{2, 1, 67}, {3, 1}}};
          default -> new int[][][] {{{7}, {7}, {7}}, {{3, 5}, {5}, {}}, {{2, 1, 67}, {3, 1}, {67}}};
        };
    return Arrays.stream(shapes)
        .map(sizes -> IntStream.range(0, arity).mapToObj(i -> sample(i, sizes[i])))
        .map(inputs -> inputs.toArray(Input[]::new))
        .toList();
  }

  private Input sample(int i, int[] sizes) {
    double[] range = ranges[Math.min(i, ranges.length - 1)];
    if (takes == Takes.TRUTHS || (takes == Takes.CHOICE && i == 0)) {
      return Input.truths(sizes);
    }
    if (takes == Takes.WHOLE) {
      return Input.whole((int) range[0], (int) range[1], sizes);
    }
    if (kinked) {
      double shift = 0.01 * i; // so that no two inputs hold equal numbers
      return Input.distinct(range[0] + shift, range[1] + shift, sizes);
    }
    return Input.numbers(range[0], range[1], sizes);
  }
}
