package dev.chainrule.benchmarks;

import java.util.Locale;

/// A matrix product to be timed: m × k by k × n, either operand possibly stored transposed.
record Product(int m, int n, int k, boolean aTransposed, boolean bTransposed) {
  /// Reads m × n × k and how `A` and `B` are stored: `512x512x512:TN` if only `A` is transposed.
  static Product of(String text) {
    String[] parts = text.split("[x:]", -1);
    return new Product(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        parts[3].charAt(0) == 'T',
        parts[3].charAt(1) == 'T');
  }

  double operations() {
    return 2.0 * m * n * k;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%dx%dx%d:%s%s", m, n, k, aTransposed ? "T" : "N", bTransposed ? "T" : "N");
  }
}
