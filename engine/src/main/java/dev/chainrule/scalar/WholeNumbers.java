package dev.chainrule.scalar;

/// Division with remainder and bits of whole numbers; whatever is divided by 0 gives 0, as in
/// NumPy.
public final class WholeNumbers {
  private WholeNumbers() {}

  /// The quotient rounded towards 0.
  public static long quotient(long a, long b) {
    return b == 0 ? 0 : a / b;
  }

  /// The remainder with the sign of `a`.
  public static long fmod(long a, long b) {
    return b == 0 ? 0 : a % b;
  }

  /// The quotient rounded down.
  public static long floorQuotient(long a, long b) {
    return b == 0 ? 0 : Math.floorDiv(a, b);
  }

  /// The remainder with the sign of `b`.
  public static long remainder(long a, long b) {
    return b == 0 ? 0 : Math.floorMod(a, b);
  }

  /// The greatest common divisor, not negative; that of 0 and 0 is 0.
  public static long greatestCommonDivisor(long a, long b) {
    long larger = Math.abs(a);
    long smaller = Math.abs(b);
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  /// `a · 2ᵇ` without the bits beyond the number's; 0 for distances below 0 or above 63.
  public static long shiftLeft(long a, long b) {
    return b < 0 || b > 63 ? 0 : a << b;
  }

  /// `a / 2ᵇ` rounded down; 0 or −1 for distances below 0 or above 63.
  public static long shiftRight(long a, long b) {
    return b < 0 || b > 63 ? a >> 63 : a >> b;
  }
}
