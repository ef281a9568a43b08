package dev.chainrule.kernel;

/// Work on a range of indices that threads share, to be run again and again; running allocates
/// nothing.
abstract class Shared implements Runnable {
  private final int size;
  private final int unit;
  private final int elements;
  private final Workers.Part part = this::share;
  private int parts;

  /// @param size how many indices there are
  /// @param unit borders between threads are multiples of it
  /// @param elements how many elements are written
  Shared(int size, int unit, int elements) {
    this.size = size;
    this.unit = unit;
    this.elements = elements;
  }

  /// Does the work for some indices.
  abstract void run(int from, int to);

  @Override
  public final void run() {
    parts = Math.min(Loops.parts(elements), Math.ceilDiv(size, unit));
    if (parts <= 1) {
      run(0, size);
    } else {
      Workers.run(parts, part);
    }
  }

  private void share(int index) {
    int units = Math.ceilDiv(size, unit);
    int from = BlockedProduct.share(units, index, parts) * unit;
    int to = Math.min(BlockedProduct.share(units, index + 1, parts) * unit, size);
    run(from, to);
  }
}
