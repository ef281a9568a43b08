package dev.chainrule.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Objects for one thread at a time that are costly to make, such as working storage: taken, used,
/// given back. A thread looks first where it left the last one, which is still in its cache.
final class Slots<E> {
  private final AtomicReferenceArray<E> slots = new AtomicReferenceArray<>(Workers.MAX_THREADS);
  private final Supplier<E> maker;

  Slots(Supplier<E> maker) {
    this.maker = maker;
  }

  /// An object that nobody else uses until it is given back; a new one if there is none.
  E take() {
    int home = home();
    for (int i = 0; i < slots.length(); i++) {
      int slot = home ^ i;
      E found = slots.getPlain(slot) == null ? null : slots.getAndSet(slot, null);
      if (found != null) {
        return found;
      }
    }
    return maker.get();
  }

  /// Gives an object back; it is dropped if all places are taken.
  void give(E used) {
    int home = home();
    for (int i = 0; i < slots.length(); i++) {
      if (slots.compareAndSet(home ^ i, null, used)) {
        return;
      }
    }
  }

  private int home() {
    return (int) Thread.currentThread().threadId() & slots.length() - 1;
  }
}
