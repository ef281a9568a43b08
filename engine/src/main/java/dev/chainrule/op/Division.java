package dev.chainrule.op;

/// An axis cut into a number of parts of nearly equal size. Where it cannot be cut evenly,
/// neighbours share an element: part `i` of `parts` covers `⌊i · n / parts⌋` up to, but without,
/// `⌈(i + 1) · n / parts⌉` of `n` elements.
///
/// @param parts how many, at least 1
public record Division(int parts) implements Cover {
  /// @throws IllegalArgumentException if there is no part
  public Division {
    if (parts < 1) {
      throw new IllegalArgumentException("division: parts is " + parts + "; expected 1 or more");
    }
  }

  @Override
  public int count(int size) {
    return size == 0 ? 0 : parts;
  }

  @Override
  public int start(int window, int size) {
    return (int) ((long) window * size / parts);
  }

  @Override
  public int elements(int window, int size) {
    return (int) Math.ceilDiv((window + 1L) * size, parts) - start(window, size);
  }

  @Override
  public int dilation() {
    return 1;
  }

  /// Returns for example `division by 3`.
  @Override
  public String toString() {
    return "division by " + parts;
  }
}
