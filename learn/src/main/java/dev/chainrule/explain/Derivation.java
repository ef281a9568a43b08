package dev.chainrule.explain;

import dev.chainrule.explain.Explanation.Factor;
import dev.chainrule.explain.Explanation.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes the chain rule of one element as lines of text.
final class Derivation {
  private static final int SHOWN = 16;

  /// More terms are not written out in one line.
  private static final int TERMS = 4;

  // Numbers from 0.01 to 10⁶ have 8 decimals, smaller ones down to 10⁻⁹ have 14, others an exponent
  private static final double FEWER_DIGITS = 0.01;
  private static final double MANY_DIGITS = 1e6;
  private static final double SMALLEST = 1e-9;

  private Derivation() {}

  /// Returns the lines for all ways.
  ///
  /// @param title such as `dE/dw5`
  /// @param gradient the sum over all ways
  static String of(String title, Paths paths, double gradient) {
    var all = paths.all();
    if (all.size() == 1) {
      return title + " = " + String.join("\n" + " ".repeat(title.length()) + " = ", of(all.get(0)));
    }
    var shown = all.subList(0, Math.min(gradient == 0 ? TERMS : SHOWN, all.size()));
    boolean more = shown.size() < all.size() || !paths.complete();
    var lines = new ArrayList<String>();
    lines.add(
        "%s is the sum over %d%s ways:"
            .formatted(title, all.size(), paths.complete() ? "" : " and more"));
    for (var path : shown) {
      var ofPath = of(path);
      lines.add("  " + (path.factors().size() > 1 ? ofPath.removeFirst() : symbols(path)));
      ofPath.forEach(line -> lines.add("    = " + line));
    }
    if (more) {
      lines.add("  … and smaller ones");
    }
    boolean brief = more || shown.size() > TERMS;
    lines.add(title + " = " + (brief ? "" : sum(shown) + " = ") + number(gradient));
    return String.join("\n", lines);
  }

  /// Returns what one way's derivative is equal to: symbols, formulas, numbers.
  private static List<String> of(Path path) {
    var lines = new ArrayList<String>();
    var factors = path.factors();
    if (factors.size() > 1) {
      lines.add(symbols(path));
    }
    if (factors.stream().anyMatch(factor -> !factor.formula().isEmpty())) {
      lines.add(factors.stream().map(Derivation::formula).collect(Collectors.joining(" · ")));
    }
    var product = new StringBuilder();
    for (var factor : factors.size() > 1 ? factors : List.<Factor>of()) {
      double value = factor.value();
      boolean closed = value < 0 && !product.isEmpty();
      product.append(product.isEmpty() ? "" : " · ");
      product.append(closed ? "(" + number(value) + ")" : number(value));
    }
    lines.add((product.isEmpty() ? "" : product + " = ") + number(path.product()));
    return lines;
  }

  private static String symbols(Path path) {
    return path.factors().stream().map(Derivation::symbol).collect(Collectors.joining(" · "));
  }

  private static String symbol(Factor factor) {
    return "d" + factor.of() + "/d" + factor.by();
  }

  private static String formula(Factor factor) {
    return factor.formula().isEmpty() ? symbol(factor) : factor.formula();
  }

  private static String sum(List<Path> shown) {
    var sum = new StringBuilder(number(shown.getFirst().product()));
    for (var path : shown.subList(1, shown.size())) {
      double term = path.product();
      sum.append(term < 0 ? " − " : " + ").append(number(Math.abs(term)));
    }
    return sum.toString();
  }

  /// Returns a number with as many digits as a reader can check.
  static String number(double value) {
    double size = Math.abs(value);
    if (size == 0 || (size >= FEWER_DIGITS && size < MANY_DIGITS)) {
      return String.format(Locale.ROOT, "%.8f", value + 0.0);
    }
    return size >= SMALLEST && size < MANY_DIGITS
        ? String.format(Locale.ROOT, "%.14f", value)
        : String.format(Locale.ROOT, "%.8e", value);
  }
}
