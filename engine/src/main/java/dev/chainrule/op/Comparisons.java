package dev.chainrule.op;

import static dev.chainrule.op.Declaration.choice;
import static dev.chainrule.op.Declaration.compared;
import static dev.chainrule.op.Declaration.floats;
import static dev.chainrule.op.Declaration.numbers;
import static dev.chainrule.op.Declaration.truths;
import static dev.chainrule.scalar.Expression.apply;
import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.util.List;

/// Comparison, logic, choice, and the larger or smaller of two.
public final class Comparisons {
  private static final Expression A = input(0);
  private static final Expression B = input(1);
  private static final Expression ZERO = constant(0);

  public static final Elementwise LT =
      compared("lt", 2, A.lt(B))
          .summary("Whether the first is less than the second.")
          .reference((a, b) -> a < b ? 1 : 0);

  public static final Elementwise LE =
      compared("le", 2, A.le(B))
          .summary("Whether the first is less than or equal to the second.")
          .reference((a, b) -> a <= b ? 1 : 0);

  public static final Elementwise GT =
      compared("gt", 2, B.lt(A))
          .summary("Whether the first is greater than the second.")
          .reference((a, b) -> a > b ? 1 : 0);

  public static final Elementwise GE =
      compared("ge", 2, B.le(A))
          .summary("Whether the first is greater than or equal to the second.")
          .reference((a, b) -> a >= b ? 1 : 0);

  public static final Elementwise EQ =
      compared("eq", 2, A.eq(B))
          .summary("Whether elements are equal; NaN equals nothing.")
          .reference((a, b) -> a == b ? 1 : 0);

  public static final Elementwise NE =
      compared("ne", 2, A.eq(B).not())
          .summary("Whether elements differ; NaN differs from everything.")
          .reference((a, b) -> a != b ? 1 : 0);

  public static final Elementwise IS_NAN =
      compared("isNan", 1, A.eq(A).not())
          .summary("Whether an element is not a number.")
          .source(Declaration.IEEE + "5.7.2")
          .reference(a -> Double.isNaN(a) ? 1 : 0);

  public static final Elementwise IS_INFINITE =
      compared("isInfinite", 1, A.eq(A).and(A.sub(A).eq(ZERO).not()))
          .summary("Whether an element is ∞ or −∞.")
          .source(Declaration.IEEE + "5.7.2")
          .reference(a -> Double.isInfinite(a) ? 1 : 0);

  public static final Elementwise IS_FINITE =
      compared("isFinite", 1, A.sub(A).eq(ZERO))
          .summary("Whether an element is neither infinite nor NaN.")
          .source(Declaration.IEEE + "5.7.2")
          .reference(a -> Double.isFinite(a) ? 1 : 0);

  public static final Elementwise SIGN_BIT =
      compared("signBit", 1, apply(Primitive.COPYSIGN, constant(1), A).lt(ZERO))
          .summary("Whether the sign is negative, also that of −0.")
          .source(Declaration.IEEE + "5.7.2")
          .reference(a -> Math.copySign(1, a) < 0 ? 1 : 0);

  public static final Elementwise AND =
      truths("and", 2, A.and(B))
          .summary("Whether both truths hold.")
          .reference((a, b) -> a != 0 && b != 0 ? 1 : 0);

  public static final Elementwise OR =
      truths("or", 2, A.or(B))
          .summary("Whether at least one truth holds.")
          .reference((a, b) -> a != 0 || b != 0 ? 1 : 0);

  public static final Elementwise XOR =
      truths("xor", 2, A.or(B).and(A.and(B).not()))
          .summary("Whether exactly one truth holds.")
          .reference((a, b) -> a != b ? 1 : 0);

  public static final Elementwise NOT =
      truths("not", 1, A.not())
          .summary("Whether a truth does not hold.")
          .reference(a -> a == 0 ? 1 : 0);

  public static final Elementwise WHERE =
      choice("where", Primitive.SELECT)
          .summary("Elements of the second where the first holds, else of the third.")
          .reference3(x -> x[0] != 0 ? x[1] : x[2]);

  public static final Elementwise MAXIMUM =
      numbers("maximum", Primitive.MAX)
          .summary("The larger; NaN if one is; a tie shares the gradient evenly.")
          .source(Declaration.IEEE + "9.6")
          .kinked()
          .reference((a, b) -> Math.max(a, b));

  public static final Elementwise MINIMUM =
      numbers("minimum", Primitive.MIN)
          .summary("The smaller; NaN if one is; a tie shares the gradient evenly.")
          .source(Declaration.IEEE + "9.6")
          .kinked()
          .reference((a, b) -> Math.min(a, b));

  public static final Elementwise FMAX =
      numbers("fmax", 2, B.le(A).or(B.eq(B).not()).select(A, B))
          .summary("The larger; a number if one is NaN; a tie goes to the first.")
          .source(Declaration.IEEE + "9.6")
          .kinked()
          .reference((a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b));

  public static final Elementwise FMIN =
      numbers("fmin", 2, A.le(B).or(B.eq(B).not()).select(A, B))
          .summary("The smaller; a number if one is NaN; a tie goes to the first.")
          .source(Declaration.IEEE + "9.6")
          .kinked()
          .reference((a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b));

  public static final Elementwise COPY_SIGN =
      floats("copySign", Primitive.COPYSIGN)
          .summary("The size of the first with the sign of the second.")
          .source(Declaration.IEEE + "5.5.1")
          .kinked()
          .reference(Math::copySign);

  public static final Elementwise HEAVISIDE =
      numbers("heaviside", 2, A.eq(ZERO).select(B, apply(Primitive.MAX, A.sign(), ZERO)))
          .summary("0 for negative elements, 1 for positive ones, the second at 0.")
          .source(Declaration.NUMPY)
          .kinked()
          .reference((a, b) -> a == 0 ? b : Double.isNaN(a) ? a : a < 0 ? 0 : 1);

  public static final Elementwise CLAMP =
      numbers("clamp", 3, upper(lower(A, B), input(2)))
          .summary("The first within the bounds; the upper bound wins if the lower one exceeds it.")
          .ranges(-2, 2, -1, -0.5, 0.5, 1)
          .kinked()
          .reference3(x -> Math.min(Math.max(x[0], x[1]), x[2]));

  private Comparisons() {}

  private static Expression lower(Expression x, Expression bound) {
    return bound.le(x).select(x, x.eq(x).select(bound, x));
  }

  private static Expression upper(Expression x, Expression bound) {
    return x.le(bound).select(x, x.eq(x).select(bound, x));
  }

  /// Returns the function that keeps elements within constant bounds; the derivative at a bound is
  /// 1. The upper bound wins if the lower one exceeds it. An infinite bound does nothing.
  public static Elementwise clamp(double lowest, double highest) {
    var nothing = constant(Double.NaN);
    var above = constant(highest).lt(A).select(constant(highest), nothing);
    var inside = A.le(constant(highest)).select(A, above);
    var body = A.lt(constant(lowest)).select(constant(lowest), inside);
    var crossed = A.eq(A).select(constant(highest), nothing);
    return numbers("clamp", 1, lowest > highest ? crossed : body)
        .summary("Every element within the bounds, here %s and %s.".formatted(lowest, highest))
        .kinked()
        .reference(a -> Math.min(Math.max(a, lowest), highest));
  }

  /// Returns the function that replaces NaN by 0, and infinities by the largest numbers of the
  /// type.
  public static Elementwise nanToNum(DType dtype) {
    double largest = dtype == DType.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    return nanToNum(0, largest, -largest);
  }

  /// Returns the function that replaces NaN and infinities by given numbers.
  public static Elementwise nanToNum(double nan, double infinity, double minusInfinity) {
    var finite = A.sub(A).eq(ZERO);
    var infinite = ZERO.lt(A).select(constant(infinity), constant(minusInfinity));
    return floats("nanToNum", 1, finite.select(A, A.eq(A).select(infinite, constant(nan))))
        .summary("Every element, with given numbers in place of NaN and infinities.")
        .source(Declaration.NUMPY)
        .reference(
            a -> Double.isNaN(a) ? nan : Double.isFinite(a) ? a : a > 0 ? infinity : minusInfinity);
  }

  /// Returns the function that tells whether `|a − b| ≤ absolute + relative · |b|`; infinities are
  /// close to themselves only.
  public static Elementwise isClose(double relative, double absolute) {
    var difference = A.sub(B).abs();
    var allowed = B.abs().mul(relative).add(absolute);
    var near = difference.le(allowed).and(difference.sub(difference).eq(ZERO));
    return compared("isClose", 2, near.or(A.eq(B)))
        .summary("Whether elements differ by rounding only.")
        .source(Declaration.NUMPY)
        .reference((a, b) -> {
          double distance = Math.abs(a - b);
          boolean finite = Double.isFinite(distance);
          return a == b || (finite && distance <= absolute + relative * Math.abs(b)) ? 1 : 0;
        });
  }

  static List<Elementwise> all() {
    return List.of(
        LT,
        LE,
        GT,
        GE,
        EQ,
        NE,
        IS_NAN,
        IS_INFINITE,
        IS_FINITE,
        SIGN_BIT,
        isClose(1e-5, 1e-8),
        AND,
        OR,
        XOR,
        NOT,
        WHERE,
        MAXIMUM,
        MINIMUM,
        FMAX,
        FMIN,
        COPY_SIGN,
        HEAVISIDE,
        CLAMP,
        clamp(-0.5, 1),
        nanToNum(0, 1000, -1000));
  }
}
