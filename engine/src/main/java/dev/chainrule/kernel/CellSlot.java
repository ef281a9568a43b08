package dev.chainrule.kernel;

/// What the functions of a recurrent cell read and write: matrices of `[batch, blocks · hidden]`
/// that belong to one step in time.
enum CellSlot {
  /// The inputs, multiplied by their weights already.
  GATES,
  /// `h·R` for the state before.
  PRODUCT,
  /// What is added to `h·R`; one row for all of the batch.
  BIAS,
  /// What the step computes on the way.
  ACTIVE,
  /// The state before.
  BEFORE,
  /// The state after.
  STATE,
  /// Whether the step counts: 1 or 0, a number for each of the batch.
  MASK,
  /// The gradient that arrives from outside at the state after.
  UPSTREAM,
  /// The gradient that arrives from the next step through its product.
  BACK,
  /// The gradient that arrives from the next step otherwise.
  CARRY,
  /// The whole gradient at the state after.
  TOTAL,
  /// The gradients of the step.
  GRADIENT,
  /// What the step's second product gives.
  INNER,
  /// The gradient of what the second product gives; part of the gradients of the step.
  INNER_GRADIENT,
  /// The gradient of what the second product multiplies.
  INNER_BACK;

  /// Returns whether rows are states, whose first block may be narrower or wider than the others.
  boolean isState() {
    return this == STATE || this == BEFORE || this == UPSTREAM || this == CARRY || this == TOTAL;
  }

  /// One block of a slot's columns.
  record Block(CellSlot slot, int index) {}

  Block at(int block) {
    return new Block(this, block);
  }
}
