package dev.chainrule.golden;

import java.util.function.IntPredicate;

/// Where Chainrule knowingly differs from PyTorch: a tensor of an operation's cases, which of its
/// elements may differ, and why.
///
/// @param op the function
/// @param tensor the name of the compared tensor, such as `grad.x`
/// @param where tells from the case whether the element at a row-major position may differ
/// @param reason what PyTorch and Chainrule do, and the decision record that says why
record Deviation(String op, String tensor, Where where, String reason) {
  /// Which elements may differ.
  interface Where {
    boolean isExcused(GoldenCase golden, int element);
  }

  IntPredicate excuses(GoldenCase golden) {
    return element -> where.isExcused(golden, element);
  }
}
