package dev.chainrule.golden;

/// A case's name and what became of it.
///
/// @param id the name in the manifest, for example `op/matmul_3`
/// @param kind `op`, `special`, `layer`, `trajectory`, `optimizer`, `schedule` or `clip`
/// @param subject the function, layer, model or method that the case is about
public record Result(String id, String kind, String subject, Outcome outcome) {
  /// Returns the line to print: `op/matmul_3 passed`.
  @Override
  public String toString() {
    return id
        + switch (outcome) {
          case Outcome.Passed() -> " passed";
          case Outcome.Failed(String facts) -> " FAILED: " + facts;
          case Outcome.NotFollowed(String reason) -> " not followed: " + reason;
          case Outcome.NotApplicable(String reason) -> " not applicable: " + reason;
        };
  }
}
