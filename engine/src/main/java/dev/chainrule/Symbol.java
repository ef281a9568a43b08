package dev.chainrule;

/// What a tensor has instead of elements while a program is being traced.
public interface Symbol {
  /// Returns the failure of code that wants to read elements, naming the line.
  IllegalStateException unreadable(TensorType type);
}
