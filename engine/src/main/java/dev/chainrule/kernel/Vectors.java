package dev.chainrule.kernel;

import jdk.incubator.vector.VectorShape;

/// Whether this virtual machine offers the Vector API.
public final class Vectors {
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  /// Kernels rely on sizes that are multiples of the longest vector.
  private static final int WIDEST = 512;

  private static final int BITS = PRESENT ? Math.min(Preferred.bits(), WIDEST) : 0;

  private Vectors() {}

  /// The part that needs the Vector API.
  private static final class Preferred {
    static int bits() {
      return VectorShape.preferredShape().vectorBitSize();
    }
  }

  /// Returns whether kernels may use vectors; without them everything works, more slowly.
  public static boolean present() {
    return PRESENT;
  }

  /// Returns one line that says how kernels run here and, where it helps, which flag makes them
  /// faster.
  public static String description() {
    return PRESENT
        ? "kernels use the Vector API"
        : "kernels run without vectors; start java with --add-modules jdk.incubator.vector for"
            + " speed";
  }

  /// Returns the width of the vectors that this machine prefers, at most 512 bits; 0 without the
  /// Vector API.
  static int bits() {
    return BITS;
  }

  /// Returns how many vectors a kernel may count on keeping in registers.
  static int registers() {
    return BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;
  }
}
