package dev.chainrule;

import dev.chainrule.kernel.Element;

/// The type of a tensor's elements.
///
/// Types are ordered as declared here. Where an operation takes several tensors, it computes in the
/// last of their types; a Java number takes the type of the tensor it meets. Functions that have no
/// whole results, such as `exp` and `div`, turn whole numbers into `F32`. `docs/types.md` has all
/// rules.
public enum DType {
  /// Truths, `false` and `true`; read as 0 and 1 where numbers are asked for.
  BOOL(Element.BOOL),
  /// Whole numbers from 0 to 255.
  U8(Element.U8),
  /// 32-bit signed whole numbers, which wrap around.
  I32(Element.I32),
  /// 64-bit signed whole numbers, which wrap around.
  I64(Element.I64),
  /// 32-bit floating-point numbers, the default.
  F32(Element.F32),
  /// 64-bit floating-point numbers.
  F64(Element.F64);

  private final Element element;

  DType(Element element) {
    this.element = element;
  }

  /// Returns the type in which two types meet: the later one in the order of declaration.
  public DType promote(DType other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// Returns whether elements are floating-point numbers; only these have gradients.
  public boolean floating() {
    return element.floating();
  }

  /// Returns the size of one element in bytes.
  public int bytes() {
    return element.bytes();
  }

  /// Returns the kernels' name of this type; for the engine only.
  @SuppressWarnings("exports") // the kernel package is not for users
  public Element element() {
    return element;
  }

  /// Returns the name as it stands in messages: `f32`, `bool`.
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
