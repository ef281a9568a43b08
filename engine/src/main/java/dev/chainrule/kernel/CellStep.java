package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One function of a recurrent cell, applied to blocks element by element.
///
/// @param output the block that it sets
/// @param value in terms of the inputs
/// @param inputs the blocks that it reads
/// @param otherwise the value where the step in time does not count; absent if that does not matter
record CellStep(
    CellSlot.Block output,
    Expression value,
    List<CellSlot.Block> inputs,
    Optional<Expression> otherwise) {

  static CellStep of(CellSlot.Block output, Expression value, CellSlot.Block... inputs) {
    return new CellStep(output, value, List.of(inputs), Optional.empty());
  }

  /// Returns the same with the value where the step in time does not count.
  CellStep otherwise(Expression expression) {
    return new CellStep(output, value, inputs, Optional.of(expression));
  }

  /// Returns the same where all steps count.
  CellStep unmasked() {
    return new CellStep(output, value, inputs, Optional.empty());
  }

  /// Returns a function that chooses by the mask, which is one more input.
  CellStep masked() {
    if (otherwise.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(inputs);
    all.add(CellSlot.MASK.at(0));
    var hidden = input(inputs.size()).eq(constant(0));
    return new CellStep(
        output, hidden.select(otherwise.get(), value), List.copyOf(all), Optional.empty());
  }

  /// Returns whether the value is a constant, which needs no computing.
  boolean isConstant() {
    return value instanceof Expression.Constant;
  }
}
