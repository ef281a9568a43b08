package dev.chainrule;

/// An operation does not accept the element type that it was given.
public final class DTypeException extends ChainruleException {
  private static final long serialVersionUID = 1L;

  public DTypeException(String message) {
    super(message);
  }
}
