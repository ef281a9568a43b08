package dev.chainrule.kernel;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;

/// What one element of an array is, as the kernels see it.
public enum Element {
  F32(TypeKind.FLOAT, TypeKind.FLOAT, 4),
  F64(TypeKind.DOUBLE, TypeKind.DOUBLE, 8),
  I32(TypeKind.INT, TypeKind.INT, 4),
  I64(TypeKind.LONG, TypeKind.LONG, 8),
  /// A byte read as a number from 0 to 255; kernels compute with it as an int.
  U8(TypeKind.BYTE, TypeKind.INT, 1),
  BOOL(TypeKind.BOOLEAN, TypeKind.INT, 1);

  private final TypeKind stored;
  private final TypeKind computed;
  private final int bytes;

  Element(TypeKind stored, TypeKind computed, int bytes) {
    this.stored = stored;
    this.computed = computed;
    this.bytes = bytes;
  }

  /// Returns the kind of an array's element.
  TypeKind stored() {
    return stored;
  }

  /// Returns the kind of a value on the stack.
  TypeKind computed() {
    return computed;
  }

  /// Returns the class of the arrays that hold such elements.
  ClassDesc array() {
    return stored.upperBound().arrayType();
  }

  /// Returns a new array of zeros.
  public Object elements(int count) {
    return switch (this) {
      case F32 -> new float[count];
      case F64 -> new double[count];
      case I32 -> new int[count];
      case I64 -> new long[count];
      case U8 -> new byte[count];
      case BOOL -> new boolean[count];
    };
  }

  /// Returns the size of one element in bytes.
  public int bytes() {
    return bytes;
  }

  /// Returns whether this is a floating-point number.
  public boolean floating() {
    return this == F32 || this == F64;
  }
}
