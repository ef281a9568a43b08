package dev.chainrule;

/// The parent of every failure that Chainrule reports about shapes, types, files and training.
///
/// Its message is one line: where, what is wrong, the facts, and what to do.
public class ChainruleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChainruleException(String message) {
    super(message);
  }

  public ChainruleException(String message, Throwable cause) {
    super(message, cause);
  }
}
