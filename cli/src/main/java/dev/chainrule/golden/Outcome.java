package dev.chainrule.golden;

/// What became of a case.
public sealed interface Outcome {
  /// Everything that the case tells was computed and is right.
  record Passed() implements Outcome {}

  /// Something is wrong; the facts are in one line.
  record Failed(String facts) implements Outcome {}

  /// Right except where Chainrule knowingly chose another convention than PyTorch.
  record NotFollowed(String reason) implements Outcome {}

  /// Chainrule has no such function, layer or option.
  record NotApplicable(String reason) implements Outcome {}
}
