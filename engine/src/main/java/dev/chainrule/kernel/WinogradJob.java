package dev.chainrule.kernel;

/// Results by Winograd's minimal filtering in flight: transforms the weights into panels, then
/// multiplies them with the patches of images, both in parallel.
final class WinogradJob {
  /// Parts for each thread, so that one that is disturbed leaves work to the others.
  private static final int PARTS_PER_THREAD = 4;

  /// Transformed elements of a part's patches: 1 MiB of the second-level cache.
  private static final int PATCH_ELEMENTS = 1 << 18;

  /// Patches of a part at most, a multiple of every tile's rows.
  private static final int PATCHES_PER_PART = 48;

  private static final float[] NONE = {};

  final WinogradKernels kernels;

  // What is being computed.
  WinogradProduct plan = WinogradProduct.NONE;
  float[] x = NONE;
  int xOffset;
  float[] y = NONE;
  int yOffset;

  /// For each panel of outputs and each position a row of outputs for each channel.
  float[] panels = NONE;

  /// Patches of a part.
  int patches;

  private final Tiles<float[]> tiles;
  private final Slots<WinogradPart> parts;
  private final Workers.Part packing = this::packPanel;
  private final Workers.Part multiplying = this::multiplyPart;

  private int panelParts;
  private float[] w = NONE;
  private int wOffset;

  WinogradJob(WinogradKernels kernels) {
    this.kernels = kernels;
    tiles = kernels.tiles;
    parts = new Slots<>(() -> new WinogradPart(this));
  }

  void run(
      WinogradProduct plan, float[] x, int xOffset, float[] w, int wOffset, float[] y, int to) {
    this.plan = plan;
    this.x = x;
    this.xOffset = xOffset;
    this.w = w;
    this.wOffset = wOffset;
    this.y = y;
    yOffset = to;
    if (panels.length < panels() * panelLength()) {
      panels = new float[panels() * panelLength()];
    }
    int threads = Workers.threads();
    patches = patches(threads);
    int blocks = Math.ceilDiv(plan.sizes.patches(), patches);
    panelParts = blocks >= threads ? 1 : Math.min(panels(), Math.ceilDiv(threads, blocks));
    Workers.run(panels(), packing);
    Workers.run(blocks * panelParts, multiplying);
    this.x = NONE; // or the operands could not be collected
    this.w = NONE;
    this.y = NONE;
  }

  private int patches(int threads) {
    int high = tiles.high();
    int kept = PATCH_ELEMENTS / (WinogradSizes.POSITIONS * plan.depth()) / high * high;
    int wanted = threads == 1 ? 1 : PARTS_PER_THREAD * threads;
    int share = Math.ceilDiv(Math.ceilDiv(plan.sizes.patches(), wanted), high) * high;
    return Math.clamp(kept, high, Math.min(PATCHES_PER_PART, share));
  }

  /// Returns the number of panels of outputs.
  int panels() {
    return Math.ceilDiv(plan.columns(), tiles.wide());
  }

  /// Returns the distance between panels.
  int panelLength() {
    return WinogradSizes.POSITIONS * plan.depth() * tiles.wide();
  }

  /// Returns the number of outputs of a panel.
  int width(int panel) {
    return Math.min(tiles.wide(), plan.columns() - panel * tiles.wide());
  }

  private void packPanel(int panel) {
    int depth = plan.depth();
    int width = width(panel);
    int tap = depth * width;
    int from = wOffset + panel * tiles.wide() * plan.weights.row();
    var scratches = Multiplier.F32.scratches();
    var scratch = scratches.take();
    float[] packed = scratch.reserve(WinogradSizes.TAPS * tap);
    for (int i = 0; i < WinogradSizes.TAPS; i++) {
      tiles.pack(w, from + plan.taps[i], plan.weights, width, depth, packed, i * tap, width);
    }
    kernels.transforms.weights(packed, tap, panels, panel * panelLength());
    scratches.give(scratch);
  }

  private void multiplyPart(int index) {
    int block = index / panelParts;
    int panelPart = index % panelParts;
    int first = block * patches;
    int count = Math.min(patches, plan.sizes.patches() - first);
    int from = BlockedProduct.share(panels(), panelPart, panelParts);
    int end = BlockedProduct.share(panels(), panelPart + 1, panelParts);
    var part = parts.take();
    try {
      part.run(first, count, from, end);
    } finally {
      parts.give(part);
    }
  }
}
