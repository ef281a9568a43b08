package dev.chainrule.kernel;

import java.util.function.Consumer;

/// A pooling in flight: shares images, their rows or their channels among threads.
///
/// Where windows give their results, a task is a row of windows, those with one place along the
/// first axis. Where the result is an image, windows may meet, so a task is an image or, if these
/// are few, some of its channels; it clears places shortly before the first window reaches them.
final class PoolJob {
  /// Channels that are worth a task of their own.
  private static final int LEAST_CHANNELS = 16;

  private static final Warming<PoolKernel> FLOATS =
      new Warming<>(new FloatPool(), PoolJob::vectors, trial());
  private static final PoolKernel DOUBLES = new DoublePool();
  private static final Slots<PoolJob> JOBS = new Slots<>(PoolJob::new);
  private static final Slots<PoolRun> RUNS = new Slots<>(PoolRun::new);
  private static final Storage NONE = Storage.allocate(Element.F32, new int[] {0});

  private final Workers.Part running = this::share;

  private PoolKernel kernel = DOUBLES;
  private Pooling plan = Pooling.NONE;
  private Pooling.Kind kind = Pooling.Kind.MAX;
  private Storage t = NONE;
  private Storage x = NONE;
  private Storage y = NONE;
  private int parts;
  private int tasks;
  private int width;

  /// Returns the kernel to use now, for so many elements.
  static PoolKernel kernel(Element element, long elements) {
    return element == Element.F32 ? FLOATS.current(elements) : DOUBLES;
  }

  static void start(
      PoolKernel kernel, Pooling plan, Pooling.Kind kind, Storage t, Storage x, Storage y) {
    var job = JOBS.take();
    try {
      job.kernel = kernel;
      job.kind = kind;
      job.t = t;
      job.x = x;
      job.y = y;
      job.run(plan);
      job.t = NONE; // or the operands could not be collected
      job.x = NONE;
      job.y = NONE;
    } finally {
      JOBS.give(job);
    }
  }

  private void run(Pooling plan) {
    this.plan = plan;
    parts = Loops.parts(plan.batch * plan.places() * plan.channels);
    width = plan.channels;
    if (kind.givesImage) {
      int blocks = Math.ceilDiv(parts, plan.batch);
      int least = Math.ceilDiv(plan.channels, blocks);
      width = Math.min(Math.ceilDiv(least, LEAST_CHANNELS) * LEAST_CHANNELS, plan.channels);
      tasks = plan.batch * Math.ceilDiv(plan.channels, width);
    } else {
      tasks = plan.batch * plan.a.count();
    }
    parts = Math.min(parts, tasks);
    Workers.run(parts, running);
  }

  private void share(int part) {
    var run = RUNS.take();
    try {
      run.begin(t.array(), x.array(), y.array());
      run.replaces = plan.tiles;
      run.placeStep = plan.channels;
      int end = BlockedProduct.share(tasks, part + 1, parts);
      for (int task = BlockedProduct.share(tasks, part, parts); task < end; task++) {
        if (kind.givesImage) {
          image(run, task);
        } else {
          run.channels = plan.channels;
          row(run, task / plan.a.count(), task % plan.a.count(), 0);
        }
      }
      run.end();
    } finally {
      RUNS.give(run);
    }
  }

  /// Fills some channels of an image.
  private void image(PoolRun run, int task) {
    int blocks = Math.ceilDiv(plan.channels, width);
    int channel = task % blocks * width;
    int sample = task / blocks;
    run.channels = Math.min(width, plan.channels - channel);
    int cleared = 0;
    for (int i = 0; i < plan.a.count(); i++) {
      int reached = Math.max(cleared, plan.a.end(i));
      clear(run, sample, channel, cleared, reached);
      cleared = reached;
      row(run, sample, i, channel);
    }
    clear(run, sample, channel, cleared, plan.a.size);
  }

  /// Clears the places `from .. end − 1` along the first axis, unless windows replace them anyway.
  private void clear(PoolRun run, int sample, int channel, int from, int end) {
    if (plan.tiles) {
      return;
    }
    int row = plan.b.size * plan.c.size;
    int first = sample * plan.places() + from * row;
    int places = (end - from) * row;
    int start = y.offset() + first * plan.channels + channel;
    if (run.channels == plan.channels) {
      kernel.clear(run, start, start + places * plan.channels);
      return;
    }
    for (int i = 0; i < places; i++) {
      int at = start + i * plan.channels;
      kernel.clear(run, at, at + run.channels);
    }
  }

  /// Works on the windows of a sample that have one place along the first axis.
  private void row(PoolRun run, int sample, int i, int channel) {
    var c = plan.c;
    for (int j = 0; j < plan.b.count(); j++) {
      int window = (sample * plan.a.count() + i) * plan.b.count() + j;
      int inside = (plan.a.firsts[i] * plan.b.size + plan.b.firsts[j]) * c.size;
      for (int k = 0; k + 1 < c.runs.length; k++) {
        int first = c.runs[k];
        run.form(plan, plan.a.counts[i], plan.b.counts[j], c.counts[first]);
        run.cells = c.runs[k + 1] - first;
        run.divisor = plan.a.divisors[i] * plan.b.divisors[j] * c.divisors[first];
        run.place = inside + c.firsts[first];
        locate(run, sample, window * c.count() + first, run.cells == 1 ? 0 : c.step(first));
        apply(run, channel);
      }
    }
  }

  private void locate(PoolRun run, int sample, int window, int step) {
    int inImage = (sample * plan.places() + run.place) * plan.channels;
    int ofWindow = window * plan.channels;
    int imageStep = step * plan.channels;
    boolean back = kind.givesImage;
    run.tPlace = t.offset() + (back ? ofWindow : inImage);
    run.tStep = back ? plan.channels : imageStep;
    run.xPlace = x.offset() + inImage;
    run.xStep = imageStep;
    run.yPlace = y.offset() + (back ? inImage : ofWindow);
    run.yStep = back ? imageStep : plan.channels;
  }

  private void apply(PoolRun run, int channel) {
    run.tPlace += channel;
    run.xPlace += channel;
    run.yPlace += channel;
    switch (kind) {
      case MAX -> kernel.max(run);
      case TAKE -> kernel.take(run);
      case PLACE -> kernel.place(run);
      case AVERAGE -> kernel.average(run);
      case SPREAD -> kernel.spread(run);
      case FIND -> kernel.find(run);
    }
  }

  private static PoolKernel vectors() {
    return new FloatVectorPool(); // not named above: its class must not be looked at without
    // vectors
  }

  /// Windows of four elements on channels for several vectors and a part of one, once added and
  /// once in place.
  private static Consumer<PoolKernel> trial() {
    var run = new PoolRun();
    run.begin(new float[4096], new float[4096], new float[4096]);
    run.form(new int[] {0, 72, 504, 576});
    run.cells = 3;
    run.channels = 72;
    run.xStep = 144;
    run.yStep = 144;
    run.divisor = 4;
    return kernel -> {
      kernel.max(run);
      kernel.average(run);
      kernel.take(run);
      run.replaces = !run.replaces;
      kernel.place(run);
      kernel.spread(run);
    };
  }
}
