package dev.chainrule.kernel;

/// A gradient by weights by Winograd's minimal filtering in flight. At each position its sums go
/// over all patches of all images; groups of chunks of them are summed in parallel, and then added
/// in order. Parts are a group, one row of positions, some channels of the images, and some panels
/// of outputs.
final class WinogradWeightsJob {
  /// Parts for each thread, so that one that is disturbed leaves work to the others.
  private static final int PARTS_PER_THREAD = 4;

  /// Weights of a window's element that a thread adds and transforms at a time.
  private static final int ADDED_ELEMENTS = 1 << 10;

  /// Channels of a part at most: transformed with a chunk of patches they take 300 KiB of the
  /// second-level cache.
  private static final int CHANNELS = 128;

  private static final float[] NONE = {};

  final WinogradKernels kernels;

  // What is being computed.
  WinogradWeights plan = WinogradWeights.NONE;
  float[] x = NONE;
  int xOffset;
  float[] y = NONE;
  int yOffset;

  /// The sums of each group: for each position a matrix of channels and outputs.
  float[] sums = NONE;

  private final Slots<WinogradWeightsPart> parts;
  private final Workers.Part multiplying = this::multiplyPart;
  private final Workers.Part adding = this::addPart;

  private final int keptElements;
  private float[] w = NONE;
  private int wOffset;

  // The groups that are being summed, the sums of the first of them, and how parts are divided.
  private int firstGroup;
  private int firstSums;
  private int groups;
  private int channelParts;
  private int panelParts;

  /// @param keptElements of the sums of groups that are kept at a time, if they are several
  WinogradWeightsJob(WinogradKernels kernels, int keptElements) {
    this.kernels = kernels;
    this.keptElements = keptElements;
    parts = new Slots<>(() -> new WinogradWeightsPart(this));
  }

  void run(
      WinogradWeights plan, float[] x, int xOffset, float[] y, int yOffset, float[] w, int to) {
    this.plan = plan;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.w = w;
    wOffset = to;
    int all = Math.ceilDiv(plan.sizes.patches(), GemmReference.GROUP);
    int kept = Math.min(all, Math.max(2, keptElements / positions()));
    if (sums.length < kept * positions()) {
      sums = new float[kept * positions()];
    }
    channelParts = Math.ceilDiv(channels(), CHANNELS);
    groups = 0;
    for (firstGroup = 0; firstGroup < all; firstGroup += groups) {
      firstSums = firstGroup > 0 ? 1 : 0; // the first ones hold what has been added
      groups = Math.min(kept - firstSums, all - firstGroup);
      panelParts = panelParts();
      Workers.run(groups * WinogradSizes.PATCH * channelParts * panelParts, multiplying);
      Workers.run(Math.ceilDiv(plan.sizes.weights(), ADDED_ELEMENTS), adding);
    }
    this.x = NONE; // or the operands could not be collected
    this.y = NONE;
    this.w = NONE;
  }

  private int panelParts() {
    int threads = Workers.threads();
    int wanted = threads == 1 ? 1 : PARTS_PER_THREAD * threads;
    return Math.clamp(wanted / (groups * WinogradSizes.PATCH * channelParts), 1, panels());
  }

  /// Returns the number of elements of a group's sums.
  private int positions() {
    return WinogradSizes.POSITIONS * plan.sizes.weights();
  }

  private int channels() {
    return plan.sizes.images().channels();
  }

  private int panels() {
    return Math.ceilDiv(plan.sizes.results().channels(), kernels.tiles.wide());
  }

  private void multiplyPart(int index) {
    int panelPart = index % panelParts;
    int channelPart = index / panelParts % channelParts;
    int line = index / panelParts / channelParts % WinogradSizes.PATCH;
    int group = index / panelParts / channelParts / WinogradSizes.PATCH;
    int unit = WinogradSizes.CHANNELS;
    int units = channels() / unit;
    int first = BlockedProduct.share(units, channelPart, channelParts) * unit;
    int end = BlockedProduct.share(units, channelPart + 1, channelParts) * unit;
    int from = BlockedProduct.share(panels(), panelPart, panelParts);
    int to = BlockedProduct.share(panels(), panelPart + 1, panelParts);
    var part = parts.take();
    try {
      part.open(line, first, end - first, (firstSums + group) * positions());
      part.run(firstGroup + group, from, to);
    } finally {
      parts.give(part);
    }
  }

  /// Adds the sums of groups to the first ones, and makes weights of them after the last group.
  private void addPart(int index) {
    int weights = plan.sizes.weights();
    int from = index * ADDED_ELEMENTS;
    int count = Math.min(ADDED_ELEMENTS, weights - from);
    var plain = kernels.tiles.plain;
    for (int group = 1; group < firstSums + groups; group++) {
      int start = group * positions() + from;
      plain.store(sums, start, weights, sums, from, weights, WinogradSizes.POSITIONS, count, true);
    }
    if ((firstGroup + groups) * (long) GemmReference.GROUP >= plan.sizes.patches()) {
      kernels.transforms.gradients(sums, from, weights, count, w, wOffset + from);
    }
  }
}
