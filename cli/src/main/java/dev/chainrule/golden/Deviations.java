package dev.chainrule.golden;

import dev.chainrule.io.Json;
import java.util.List;
import java.util.function.DoublePredicate;

/// All deviations from PyTorch, with their reasons; `docs/decisions` says more.
///
/// An entry excuses only the elements at the very points it is about; everywhere else its function
/// is held to the case like any other.
final class Deviations {
  private static final String NAN = "the sign of NaN is NaN; PyTorch has 0 (decision 0014)";
  private static final String BESSEL =
      "Bessel functions have their limits at ±∞, and NaN at NaN; PyTorch has others (decision"
          + " 0014)";

  private static final String PRODUCT =
      "the slope of a product is the product of the other elements; PyTorch divides by the element,"
          + " and has NaN at ±∞ (decision 0014)";

  private static final List<Deviation> ALL =
      List.of(
          at("sign", "out.y", Double::isNaN, NAN),
          at("abs", "grad.x", Double::isNaN, NAN),
          at("i0", "out.y", Double::isInfinite, BESSEL),
          at("i0", "grad.x", Double::isInfinite, BESSEL),
          at("i1", "out.y", Double::isInfinite, BESSEL),
          at("i1", "grad.x", Double::isNaN, BESSEL),
          at("prod", "grad.x", Double::isInfinite, PRODUCT),
          at("cumprod", "grad.x", Double::isInfinite, PRODUCT),
          at(
              "digamma",
              "grad.x",
              x -> x < 0 && x == Math.rint(x),
              "the slope of digamma is infinite at its poles; PyTorch's is finite by rounding"
                  + " (decision 0014)"),
          new Deviation(
              "binary_cross_entropy",
              "grad.x",
              Deviations::isCertainAndRight,
              "a certain and right probability has the slope 1 or −1; PyTorch has 0 by rounding"
                  + " (decision 0014)"),
          at(
              "log_ndtr",
              "grad.x",
              x -> x < -1e150,
              "the slope of logNdtr has its limit far below 0; PyTorch has NaN (decision 0014)"));

  private Deviations() {}

  static List<Deviation> all() {
    return ALL;
  }

  static List<Deviation> of(GoldenCase golden, String tensor) {
    String op = golden.entry().find("op").map(Json::asText).orElse("");
    return ALL.stream().filter(d -> d.op().equals(op) && d.tensor().equals(tensor)).toList();
  }

  private static boolean isCertainAndRight(GoldenCase golden, int element) {
    double x = golden.tensor("in.x").toDoubleArray()[element];
    return (x == 0 || x == 1) && x == golden.tensor("in.target").toDoubleArray()[element];
  }

  /// Excuses the elements where the input `x` satisfies a condition.
  private static Deviation at(String op, String tensor, DoublePredicate x, String reason) {
    return new Deviation(
        op, tensor, (golden, i) -> x.test(golden.tensor("in.x").toDoubleArray()[i]), reason);
  }
}
