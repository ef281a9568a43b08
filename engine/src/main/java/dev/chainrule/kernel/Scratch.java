package dev.chainrule.kernel;

/// Working storage that grows to what kernels ask for; for one thread at a time.
final class Scratch<T> {
  private final PlainLoops<T> plain;
  private T elements;
  private int length;

  Scratch(PlainLoops<T> plain) {
    this.plain = plain;
    elements = plain.allocate(0);
  }

  /// Returns an array of at least this length, whose content has no meaning.
  T reserve(int atLeast) {
    if (atLeast > length) {
      length = atLeast;
      elements = plain.allocate(atLeast);
    }
    return elements;
  }
}
