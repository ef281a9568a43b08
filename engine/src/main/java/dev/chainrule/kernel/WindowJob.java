package dev.chainrule.kernel;

/// A product of windows and weights in flight: packs the weights into panels, then multiplies them
/// with the windows of parts of images, both in parallel.
final class WindowJob<T> {
  /// Parts of images for each thread, so that one that is disturbed leaves work to the others.
  private static final int PARTS_PER_THREAD = 4;

  /// Windows of a part, if there are as many: enough that reading a panel's chunk from far away
  /// costs little beside multiplying with it.
  private static final int WINDOWS_PER_PART = 256;

  WindowProduct plan = WindowProduct.NONE;
  T x;
  int xOffset;
  T y;
  int yOffset;

  /// The weights of all columns of all groups.
  T panels;

  private final Tiles<T> tiles;
  private final Slots<WindowPart<T>> parts;
  private final T none;
  private final Workers.Part packing = this::packPanel;
  private final Workers.Part multiplying = this::multiplyPart;

  /// Parts that each image is cut into, or images that each part has.
  private int bands;

  private int images;
  private int panelsLength;
  private T w;
  private int wOffset;

  WindowJob(WindowTiles<T> windowTiles) {
    tiles = windowTiles.tiles;
    parts = new Slots<>(() -> new WindowPart<>(this, windowTiles));
    none = tiles.plain.allocate(0);
    x = none;
    w = none;
    y = none;
    panels = none;
  }

  void run(WindowProduct plan, T x, int xOffset, T w, int wOffset, T y, int yOffset) {
    this.plan = plan;
    this.x = x;
    this.xOffset = xOffset;
    this.w = w;
    this.wOffset = wOffset;
    this.y = y;
    this.yOffset = yOffset;
    int needed = panels() * panelLength();
    if (needed > panelsLength) {
      panelsLength = needed;
      panels = tiles.plain.allocate(needed);
    }
    int threads = Workers.threads();
    int wanted = threads == 1 ? 1 : PARTS_PER_THREAD * threads;
    int batch = plan.windowing.batch;
    bands = Math.min(Math.ceilDiv(wanted, batch), plan.windowing.outer.windows());
    images = Math.clamp(WINDOWS_PER_PART / plan.windowing.windows(), 1, batch / wanted + 1);
    fork(panels(), packing);
    fork(Math.ceilDiv(batch, images) * bands, multiplying);
    this.x = none; // or the operands could not be collected
    this.w = none;
    this.y = none;
  }

  private void fork(int count, Workers.Part part) {
    if (plan.work() > 2 * Multiplier.GRAIN) {
      Workers.run(count, part);
    } else {
      for (int i = 0; i < count; i++) {
        part.run(i);
      }
    }
  }

  /// Returns the number of panels of each group.
  int panelsPerGroup() {
    return Math.ceilDiv(plan.columns, tiles.wide());
  }

  /// Returns the number of panels of all groups.
  int panels() {
    return plan.depthwise
        ? Math.ceilDiv(plan.windowing.channels, tiles.lanes)
        : plan.windowing.groups * panelsPerGroup();
  }

  /// Returns the distance between panels.
  int panelLength() {
    return plan.depth() * tiles.wide();
  }

  /// Returns the number of columns of a panel of a group.
  int columns(int panel) {
    return Math.min(tiles.wide(), plan.columns - panel * tiles.wide());
  }

  /// Returns the first channel of a panel of channels; the last panel ends with the last channel.
  int firstChannel(int panel) {
    return Math.max(0, Math.min(panel * tiles.lanes, plan.windowing.channels - tiles.lanes));
  }

  /// Packs the weights of some channels, tap after tap.
  private void packChannels(int index) {
    int[] taps = plan.weights.taps();
    int channels = Math.min(tiles.lanes, plan.windowing.channels);
    int start = wOffset + firstChannel(index) * plan.weights.group();
    for (int tap = 0; tap < taps.length; tap++) {
      int to = index * panelLength() + tap * channels;
      System.arraycopy(w, start + taps[tap], panels, to, channels);
    }
  }

  private void packPanel(int index) {
    if (plan.depthwise) {
      packChannels(index);
      return;
    }
    int panel = index % panelsPerGroup();
    int group = index / panelsPerGroup();
    var weights = plan.weights;
    int used = columns(panel);
    int width = tiles.width(used);
    int start = wOffset + group * weights.group() + panel * tiles.wide() * weights.strides().row();
    int depth = plan.windowing.groupChannels();
    int to = index * panelLength();
    for (int tap : weights.taps()) {
      tiles.pack(w, start + tap, weights.strides(), used, depth, panels, to, width);
      to += depth * width;
    }
  }

  private void multiplyPart(int index) {
    int band = index % bands;
    int first = index / bands * images;
    int last = Math.min(first + images, plan.windowing.batch);
    int windows = plan.windowing.outer.windows();
    int from = BlockedProduct.share(windows, band, bands);
    int end = BlockedProduct.share(windows, band + 1, bands);
    WindowPart<T> part = parts.take();
    try {
      part.run(first, last, from, end);
    } finally {
      parts.give(part);
    }
  }
}
