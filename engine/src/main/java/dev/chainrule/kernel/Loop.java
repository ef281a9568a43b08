package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The loop IR: a scalar expression evaluated at every place of a space of rows and columns.
///
/// Input `i` of the expression is read from operand `i`, its value is stored in the output. Sizes,
/// offsets and strides are arguments of the finished kernel, not part of the loop: two loops that
/// are equal as records share one kernel.
///
/// @param body the expression
/// @param compute what numbers are computed in: F32, F64, I32 or I64
/// @param inputs where each input of the expression is read from
/// @param output where the result goes
public record Loop(Expression body, Element compute, List<Operand> inputs, Operand output) {

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
