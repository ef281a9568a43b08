package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The loop IR: scalar expressions evaluated at every place of a space of rows and columns.
///
/// Input `i` of the expressions is read from operand `i`, their values are stored in the outputs;
/// what several expressions have in common is computed once. An output may lie where an input lies,
/// as long as both have the same places in the same order. Sizes, offsets and strides are arguments
/// of the finished kernel, not part of the loop: two loops that are equal as records share one
/// kernel.
///
/// @param bodies the expressions
/// @param compute what numbers are computed in: F32, F64, I32 or I64
/// @param inputs where each input of the expressions is read from
/// @param outputs where the value of each expression goes
public record Loop(
    List<Expression> bodies, Element compute, List<Operand> inputs, List<Operand> outputs) {

  /// Returns the number of arrays that are read or written.
  int operands() {
    return inputs.size() + outputs.size();
  }

  /// Returns an operand: an input, or after all inputs an output.
  Operand operand(int i) {
    return i < inputs.size() ? inputs.get(i) : outputs.get(i - inputs.size());
  }

  /// How far apart neighbouring columns lie.
  public enum Stride {
    /// All columns are the same element.
    NONE,
    /// Neighbours.
    UNIT,
    /// Any other distance, given when the kernel runs.
    ANY;

    private final Map<Element, Operand> operands = new EnumMap<>(Element.class);

    Stride() {
      for (var element : Element.values()) {
        operands.put(element, new Operand(element, this));
      }
    }

    /// Returns the class of a stride.
    public static Stride of(int stride) {
      return stride == 0 ? NONE : stride == 1 ? UNIT : ANY;
    }
  }

  /// An array that is read or written.
  public record Operand(Element element, Stride columns) {
    /// Returns the operand of an element and a column stride.
    public static Operand of(Element element, int columnStride) {
      return Objects.requireNonNull(Stride.of(columnStride).operands.get(element));
    }
  }
}
