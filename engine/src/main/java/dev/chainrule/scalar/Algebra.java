package dev.chainrule.scalar;

import java.util.List;

/// One way to read an [Expression]: as text, as numbers, as tensors, as instructions of a kernel.
///
/// [Expression#read] walks the expression and asks the algebra for the meaning of every part, once
/// for each part however often it is shared.
///
/// @param <T> what an expression means in this reading
public interface Algebra<T> {

  /// Returns the meaning of the input with the given index, from 0.
  T input(int index);

  /// Returns the meaning of a constant.
  T constant(double value);

  /// Returns the meaning of a function applied to what its arguments mean.
  T apply(Primitive function, List<T> arguments);
}
