package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.List;

/// Windows that slide over images, planned once for the sizes, then run on any arrays and offsets.
///
/// An image is `[batch, places along 1 to 3 axes, channels]`, contiguous; so is what the windows
/// give, with one place for each window. All arrays hold the same type, F32 or F64. Running
/// allocates nothing once warm, and several threads may run the same plan at once.
///
/// The order of rounding depends on the windows alone: see the section "Pooling" in
/// `docs/numerics.md`.
public final class Pooling {
  /// Nothing at all.
  static final Pooling NONE = of(0, List.of(Cells.ONE), 0);

  final int batch;
  final int channels;
  final Cells a;
  final Cells b;
  final Cells c;

  /// Whether every place of an image is in exactly one window.
  final boolean tiles;

  private Pooling(int batch, int channels, List<Cells> axes) {
    this.batch = batch;
    this.channels = channels;
    a = axes.get(0);
    b = axes.get(1);
    c = axes.get(2);
    tiles = a.tile() && b.tile() && c.tile();
  }

  /// What is computed, and whether its result is an image or what windows give.
  enum Kind {
    MAX(false),
    TAKE(false),
    PLACE(true),
    AVERAGE(false),
    SPREAD(true),
    FIND(false);

    final boolean givesImage;

    Kind(boolean givesImage) {
      this.givesImage = givesImage;
    }
  }

  /// Plans windows over images.
  ///
  /// @param axes the windows along each axis, 1 to 3 of them
  public static Pooling of(int batch, List<Cells> axes, int channels) {
    var three = new ArrayList<>(axes);
    while (three.size() < 3) {
      three.add(three.size() - 1, Cells.ONE);
    }
    return new Pooling(batch, channels, three);
  }

  /// `y` = the largest element of every window of `x`, or NaN if there is one.
  public void max(Storage x, Storage y) {
    run(Kind.MAX, x, x, y);
  }

  /// `y` = the place, counted in row-major order over the sample, of every window's first largest
  /// element, or of its first NaN.
  ///
  /// @param y of I64
  public void find(Storage x, Storage y) {
    run(Kind.FIND, x, x, y);
  }

  /// `y` = the element of `t` where `x` has the window's first largest element.
  public void take(Storage t, Storage x, Storage y) {
    run(Kind.TAKE, t, x, y);
  }

  /// `y` = the elements of `t`, one for each window, added where `x` has the window's first largest
  /// element, and 0 elsewhere.
  public void place(Storage t, Storage x, Storage y) {
    run(Kind.PLACE, t, x, y);
  }

  /// `y` = the sum of every window of `x`, divided by its divisor.
  public void average(Storage x, Storage y) {
    run(Kind.AVERAGE, x, x, y);
  }

  /// `y` = the elements of `t`, one for each window, divided by its divisor and added to all its
  /// elements.
  public void spread(Storage t, Storage y) {
    run(Kind.SPREAD, t, t, y);
  }

  private void run(Kind kind, Storage t, Storage x, Storage y) {
    run(PoolJob.kernel(t.element(), (long) batch * places() * channels), kind, t, x, y);
  }

  void run(PoolKernel kernel, Kind kind, Storage t, Storage x, Storage y) {
    if (batch > 0 && channels > 0) {
      PoolJob.start(kernel, this, kind, t, x, y);
    }
  }

  /// Returns how many places an image has.
  int places() {
    return a.size * b.size * c.size;
  }

  /// Returns how many windows an image has.
  int windows() {
    return a.count() * b.count() * c.count();
  }
}
