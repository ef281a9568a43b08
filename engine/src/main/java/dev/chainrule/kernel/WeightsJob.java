package dev.chainrule.kernel;

/// A gradient by weights in flight. Its sums go over all windows of all images; groups of chunks of
/// them are summed in parallel, and then added in order. If there are few groups, the rows of
/// weights are shared too.
final class WeightsJob<T> {
  /// Parts for each thread, so that one that is disturbed leaves work to the others.
  private static final int PARTS_PER_THREAD = 4;

  /// Elements of the sums of groups that are kept at a time.
  private static final int KEPT_ELEMENTS = 1 << 22;

  /// Elements that a thread adds at a time.
  private static final int ADDED_ELEMENTS = 1 << 12;

  ConvolutionWeights plan = ConvolutionWeights.NONE;
  T x;
  int xOffset;
  T y;
  int yOffset;

  private final PlainLoops<T> plain;
  private final Slots<WeightsPart<T>> parts;
  private final T none;
  private final Workers.Part multiplying = this::multiplyPart;
  private final Workers.Part adding = this::addPart;

  private T w;
  private int wOffset;
  private T sums;
  private int sumsLength;
  private int firstGroup;
  private int groups;
  private int rowParts;

  WeightsJob(WindowTiles<T> windowTiles) {
    plain = windowTiles.tiles.plain;
    parts = new Slots<>(() -> new WeightsPart<>(this, windowTiles));
    none = plain.allocate(0);
    x = none;
    y = none;
    w = none;
    sums = none;
  }

  void run(ConvolutionWeights plan, T x, int xOffset, T y, int yOffset, T w, int wOffset) {
    this.plan = plan;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.w = w;
    this.wOffset = wOffset;
    int all = Math.ceilDiv(plan.places(), GemmReference.GROUP);
    int kept = Math.clamp(KEPT_ELEMENTS / plan.elements(), 1, all);
    if (all > 1 && kept * plan.elements() > sumsLength) {
      sumsLength = kept * plan.elements();
      sums = plain.allocate(sumsLength);
    }
    for (firstGroup = 0; firstGroup < all; firstGroup += groups) {
      groups = Math.min(kept, all - firstGroup);
      rowParts = rowParts();
      fork(groups * rowParts, multiplying);
      if (all > 1) {
        fork(Math.ceilDiv(plan.elements(), ADDED_ELEMENTS), adding);
      }
    }
    this.x = none; // or the operands could not be collected
    this.y = none;
    this.w = none;
  }

  private int rowParts() {
    int threads = Workers.threads();
    int wanted = threads == 1 ? 1 : Math.ceilDiv(PARTS_PER_THREAD * threads, groups);
    return groups >= 2 * threads ? 1 : Math.min(wanted, Math.ceilDiv(plan.rows(), 12));
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

  private void multiplyPart(int index) {
    int group = index / rowParts;
    int rowPart = index % rowParts;
    int from = BlockedProduct.share(plan.rows(), rowPart, rowParts);
    int end = BlockedProduct.share(plan.rows(), rowPart + 1, rowParts);
    WeightsPart<T> part = parts.take();
    try {
      if (plan.places() <= GemmReference.GROUP) {
        part.run(firstGroup + group, from, end, w, wOffset);
      } else {
        part.run(firstGroup + group, from, end, sums, group * plan.elements());
      }
    } finally {
      parts.give(part);
    }
  }

  private void addPart(int index) {
    int from = index * ADDED_ELEMENTS;
    int count = Math.min(ADDED_ELEMENTS, plan.elements() - from);
    for (int group = 0; group < groups; group++) {
      int start = group * plan.elements() + from;
      plain.store(sums, start, count, w, wOffset + from, count, 1, count, firstGroup + group > 0);
    }
  }
}
