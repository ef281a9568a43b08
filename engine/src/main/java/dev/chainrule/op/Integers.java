package dev.chainrule.op;

import static dev.chainrule.op.Declaration.whole;

import dev.chainrule.scalar.Primitive;
import java.math.BigInteger;
import java.util.List;

/// Functions of whole numbers: divisors and bits.
public final class Integers {
  private static final String BITS = "two's complement, as in Java";

  public static final Elementwise GCD =
      whole("gcd", Primitive.GCD)
          .summary("The greatest common divisor, not negative.")
          .source("Euclid, Elements, book VII")
          .reference((a, b) ->
              BigInteger.valueOf((long) a).gcd(BigInteger.valueOf((long) b)).doubleValue());

  public static final Elementwise BIT_AND =
      whole("bitAnd", Primitive.BITWISE_AND)
          .summary("The bits that both have.")
          .source(BITS)
          .reference((a, b) -> (long) a & (long) b);

  public static final Elementwise BIT_OR =
      whole("bitOr", Primitive.BITWISE_OR)
          .summary("The bits that at least one has.")
          .source(BITS)
          .reference((a, b) -> (long) a | (long) b);

  public static final Elementwise BIT_XOR =
      whole("bitXor", Primitive.BITWISE_XOR)
          .summary("The bits that exactly one has.")
          .source(BITS)
          .reference((a, b) -> (long) a ^ (long) b);

  public static final Elementwise LEFT_SHIFT =
      whole("leftShift", Primitive.BITWISE_LEFT_SHIFT)
          .summary("a · 2ᵇ without the bits that do not fit.")
          .source(BITS)
          .ranges(-9, 9, 0, 7)
          .reference((a, b) -> a * Math.pow(2, b));

  public static final Elementwise RIGHT_SHIFT =
      whole("rightShift", Primitive.BITWISE_RIGHT_SHIFT)
          .summary("a / 2ᵇ rounded down.")
          .source(BITS)
          .ranges(-99, 99, 0, 7)
          .reference((a, b) -> Math.floor(a / Math.pow(2, b)));

  private Integers() {}

  static List<Elementwise> all() {
    return List.of(GCD, BIT_AND, BIT_OR, BIT_XOR, LEFT_SHIFT, RIGHT_SHIFT);
  }
}
