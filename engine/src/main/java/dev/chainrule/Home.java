package dev.chainrule;

import dev.chainrule.kernel.Storage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/// Where the elements of a variable lie once programs write them in place; for the engine only.
///
/// @param storage the place, contiguous
/// @param guard shared by variables that lie together
@SuppressWarnings("exports") // the kernel package is not for users
public record Home(Storage storage, Guard guard) {

  /// The lock of some variables' elements, held for writing by whoever changes them. Who needs
  /// several takes them by rising number.
  public static final class Guard extends StampedLock {
    private static final long serialVersionUID = 1;
    private static final AtomicLong COUNTER = new AtomicLong();

    private final long number = COUNTER.incrementAndGet();

    /// A lock that nobody holds.
    public Guard() {}

    /// Returns the place in the order of taking locks.
    public long number() {
      return number;
    }
  }
}
