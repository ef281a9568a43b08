package dev.chainrule.io;

import dev.chainrule.DType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// An element type of the safetensors format: how many bytes it takes and what it is read as.
enum StoredType {
  F64(8, DType.F64),
  I64(8, DType.I64),
  F32(4, DType.F32),
  I32(4, DType.I32),
  /// IEEE half precision; every value is also an F32.
  F16(2, DType.F32),
  /// The upper half of an F32.
  BF16(2, DType.F32),
  U8(1, DType.U8),
  BOOL(1, DType.BOOL);

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  int bytes() {
    return bytes;
  }

  DType dtype() {
    return dtype;
  }

  static Optional<StoredType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static StoredType of(DType dtype) {
    return switch (dtype) {
      case F32 -> F32;
      case F64 -> F64;
      case I32 -> I32;
      case I64 -> I64;
      case U8 -> U8;
      case BOOL -> BOOL;
    };
  }

  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
