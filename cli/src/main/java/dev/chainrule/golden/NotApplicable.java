package dev.chainrule.golden;

/// Thrown by a table's entry when a case asks for what Chainrule does not have.
final class NotApplicable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NotApplicable(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
