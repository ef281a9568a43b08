package dev.chainrule;

/// Shapes do not fit the operation, or an axis or index lies outside its range.
public final class ShapeException extends ChainruleException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }
}
