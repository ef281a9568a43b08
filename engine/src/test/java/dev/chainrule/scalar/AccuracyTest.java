package dev.chainrule.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every function of one number or two against its values to 21 digits, in both precisions.
class AccuracyTest {
  private static final Path PAGE = Path.of("..", "docs", "accuracy.md");

  private static final String WRITE =
      "mvn -q -pl engine -am test -Dtest=AccuracyTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs=write";

  /// Of all single-precision numbers, one in this many is tried; prime, so that all exponents and
  /// signs meet all ends of mantissas.
  private static final int STRIDE = 4099;

  /// The largest error of a function in double precision, and, for expansions, in single precision
  /// over all numbers. The rest is double precision, rounded: at most 0.51.
  private static final Map<Primitive, Bounds> BOUNDS =
      bounds(
          """
          SQRT 0.5
          CBRT 0.7
          POW 0.7
          HYPOT 0.8
          EXP 0.7 1.0
          EXP2 0.7 1.0
          EXPM1 0.7 1.7
          LOG 0.6 1.0
          LOG2 1.3 1.7
          LOG10 0.9 1.5
          LOG1P 0.8 1.7
          SIGMOID 1.3 2.0
          SOFTPLUS 1.3 2.2
          LOGADDEXP 0.6 0.6
          XLOGY 1.3
          XLOG1PY 1.0
          ENTROPY 1.3
          LOGIT 1.2
          SIN 0.7
          COS 0.7
          TAN 0.7
          ASIN 0.7 1.6
          ACOS 0.7 1.2
          ATAN 0.8 1.5
          ATAN2 1.0
          SINH 0.9 1.8
          COSH 0.9 1.6
          TANH 1.0 1.8
          ASINH 1.2
          ACOSH 1.3
          ATANH 1.2
          SINC 1.5
          SINC_SLOPE 2.4
          ERF 1.1 1.6
          ERFC 3.0
          ERFCX 3.3
          ERFINV 2.5
          NDTR 2.5
          NDTRI 3.0
          LOG_NDTR 2.6
          DIGAMMA 4.5
          LGAMMA 3.0
          POLYGAMMA 4.5
          I0 4.0
          I1 3.0
          I0E 3.0
          I1E 4.0
          """);

  /// Functions that are one rounding, or none, of their arguments.
  private static final Set<Primitive> EXACT =
      EnumSet.of(
          Primitive.ADD,
          Primitive.SUB,
          Primitive.MUL,
          Primitive.DIV,
          Primitive.NEG,
          Primitive.FMA,
          Primitive.MAX,
          Primitive.MIN,
          Primitive.SELECT,
          Primitive.FROM_BITS,
          Primitive.ABS,
          Primitive.SIGN,
          Primitive.COPYSIGN,
          Primitive.FLOOR,
          Primitive.CEIL,
          Primitive.RINT,
          Primitive.TRUNC,
          Primitive.FMOD,
          Primitive.REMAINDER,
          Primitive.FLOOR_DIVIDE,
          Primitive.TRUNC_DIVIDE,
          Primitive.GCD,
          Primitive.BITWISE_AND,
          Primitive.BITWISE_OR,
          Primitive.BITWISE_XOR,
          Primitive.BITWISE_LEFT_SHIFT,
          Primitive.BITWISE_RIGHT_SHIFT);

  private record Bounds(double inDouble, double inSingle) {}

  /// What was measured: single precision at the table's points, and over a sample of all numbers.
  private record Measured(Accuracy.Worst inDouble, Accuracy.Worst inSingle) {}

  private static Map<Primitive, Bounds> bounds(String lines) {
    Map<Primitive, Bounds> bounds = new EnumMap<>(Primitive.class);
    for (String line : lines.lines().toList()) {
      String[] cells = line.split(" ", -1);
      double single = cells.length > 2 ? Double.parseDouble(cells[2]) : 0.51;
      bounds.put(Primitive.valueOf(cells[0]), new Bounds(Double.parseDouble(cells[1]), single));
    }
    return bounds;
  }

  @Test
  void everyFunctionHasValuesAndBounds() {
    Set<Primitive> all = EnumSet.allOf(Primitive.class);
    all.removeIf(f -> f.result() != Primitive.Result.NUMBER || EXACT.contains(f));
    assertEquals(all, Accuracy.table().keySet());
    assertEquals(all, BOUNDS.keySet());
  }

  @Test
  void boundsHoldAndThePageTellsThem() throws IOException {
    Map<Primitive, Measured> measured = new EnumMap<>(Primitive.class);
    Accuracy.table()
        .forEach((function, points) -> {
          var single = Accuracy.ofSingle(function, points).or(sampled(function, STRIDE));
          var inDouble = Accuracy.ofDouble(function, points);
          measured.put(function, new Measured(inDouble, single));
          check(function, inDouble, bound(function).inDouble());
          check(function, single, bound(function).inSingle());
        });
    var page = page(measured);
    if (System.getProperty("docs", "").equals("write")) {
      Files.writeString(PAGE, page);
    }
    var written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(page, written, () -> "docs/accuracy.md is stale; this writes it: " + WRITE);
  }

  @Test
  @Tag("slow")
  void boundsHoldForAllSinglePrecisionNumbers() {
    BOUNDS.forEach((function, bounds) -> check(function, sampled(function, 1), bounds.inSingle()));
  }

  private static Bounds bound(Primitive function) {
    return BOUNDS.getOrDefault(function, new Bounds(0, 0));
  }

  private static void check(Primitive function, Accuracy.Worst worst, double bound) {
    assertTrue(
        worst.ulps() <= bound,
        () ->
            "%s at %s: off by %.4f ulp, bound %s"
                .formatted(function, worst.at(), worst.ulps(), bound));
  }

  /// Only expansions are sampled: any other function is double precision, rounded.
  private static Accuracy.Worst sampled(Primitive function, int stride) {
    return isExpanded(function) && function.arity() == 1
        ? Accuracy.sampled(function, stride)
        : Accuracy.Worst.NONE;
  }

  private static boolean isExpanded(Primitive function) {
    var x = List.of(Expression.input(0), Expression.input(1), Expression.input(2));
    return function.single(x.toArray(Expression[]::new)).isPresent();
  }

  private static String page(Map<Primitive, Measured> measured) {
    var text =
        new StringBuilder(
            """
            # Accuracy of functions

            The largest errors found, in units in the last place (ulp) of the right value, which was computed with 80
            digits: 64 places for each function, from the table and the script in `engine/src/test/resources/accuracy`. ½ is the
            error of rounding alone. For digamma, which has zeros at numbers that no double meets, the unit is that of 1 where the
            value is smaller; lgamma was measured above −2, as it has such zeros below.

            In single precision a function with an *expansion* is computed by a polynomial in single precision, and was also measured at
            every %dth of all numbers; all others are the function in double precision, rounded. The test `AccuracyTest` fails
            when an error exceeds its bound, keeps this page current, and tries all 2³² numbers when slow tests run.

            | function | double: error | at | bound | single: error | at | bound | expansion |
            |---|---|---|---|---|---|---|---|
            """
                .formatted(STRIDE));
    measured.forEach((function, found) -> {
      text.append("| ").append(function.symbol());
      append(text, found.inDouble(), bound(function).inDouble());
      append(text, found.inSingle(), bound(function).inSingle());
      text.append(isExpanded(function) ? " | yes |\n" : " | |\n");
    });
    return text.toString();
  }

  private static void append(StringBuilder text, Accuracy.Worst worst, double bound) {
    var at =
        worst.at().stream()
            .map(x -> String.format(Locale.ROOT, "%.6g", x))
            .collect(Collectors.joining(", "));
    text.append(String.format(Locale.ROOT, " | %.2f | %s | %s", worst.ulps(), at, bound));
  }
}
