package dev.chainrule;

/// Training cannot go on, for example because the loss is no longer a finite number.
public final class TrainingException extends ChainruleException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final long step;

  /// @param epoch the epoch in which it happened, from 1
  /// @param step the step in which it happened, counted from 1 over all epochs
  public TrainingException(String message, int epoch, long step) {
    super(message);
    this.epoch = epoch;
    this.step = step;
  }

  /// Returns the epoch in which it happened, from 1.
  public int epoch() {
    return epoch;
  }

  /// Returns the step in which it happened, counted from 1 over all epochs.
  public long step() {
    return step;
  }
}
