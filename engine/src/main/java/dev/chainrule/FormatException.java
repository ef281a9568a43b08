package dev.chainrule;

/// A file or stream does not hold what its format promises; the message names the file and the
/// place.
public final class FormatException extends ChainruleException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
