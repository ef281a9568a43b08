package dev.chainrule.kernel;

/// The first pass of a fold over an expression: the innermost group of axes is combined. It can be
/// run as often as its elements change, and then allocates nothing.
abstract class MappedStage implements Runnable {
  /// Columns of a piece at most: with the rows of a block they take 256 KiB (f32).
  private static final int WIDE = 1024;

  private static final Slots<float[]> FLOATS = new Slots<>(() -> new float[Folds.BLOCK * WIDE]);
  private static final Slots<double[]> DOUBLES = new Slots<>(() -> new double[Folds.BLOCK * WIDE]);

  final MappedSpace space;
  final Storage target;
  final Element element;
  private final Fold fold;
  private final Kernel kernel;
  private final Workers.Part part = this::share;
  private Piece[] pieces = {};
  private FoldKernel folding;
  private int tasks;
  private int parts;

  private MappedStage(Fold fold, Kernel kernel, MappedSpace space, Storage target) {
    this.fold = fold;
    this.kernel = kernel;
    this.space = space;
    this.target = target;
    element = target.element();
    folding = FoldKernels.of(fold, element, space.elements());
  }

  /// Returns the stage that combines the innermost group of a space into a contiguous target.
  ///
  /// @param kernel computes the values
  static MappedStage of(Fold fold, Kernel kernel, MappedSpace space, Storage target) {
    if (space.columns() > 1) {
      return new Columns(fold, kernel, space, target);
    }
    return space.count() <= Folds.RUN
        ? new Rows(fold, kernel, space, target)
        : new Runs(fold, kernel, space, target);
  }

  /// Returns into how many tasks the work is cut.
  abstract int tasks();

  /// Does some tasks.
  ///
  /// @param piece for the thread that does them
  abstract void run(FoldKernel folding, Piece piece, int from, int to);

  /// Does what is left when all tasks have ended.
  void join(FoldKernel folding, Matrix window) {}

  @Override
  public final void run() {
    folding = FoldKernels.of(fold, element, space.elements());
    tasks = tasks();
    parts = Math.min(Loops.parts(space.elements()), tasks);
    if (parts > pieces.length) {
      pieces = new Piece[parts];
      for (int i = 0; i < parts; i++) {
        pieces[i] = new Piece(kernel, space);
      }
    }
    if (parts == 1) {
      share(0);
    } else {
      Workers.run(parts, part);
    }
    join(folding, pieces[0].values);
  }

  private void share(int index) {
    int from = BlockedProduct.share(tasks, index, parts);
    int to = BlockedProduct.share(tasks, index + 1, parts);
    var piece = pieces[index];
    if (element == Element.F32) {
      float[] scratch = FLOATS.take();
      piece.begin(scratch);
      run(folding, piece, from, to);
      FLOATS.give(scratch);
    } else {
      double[] scratch = DOUBLES.take();
      piece.begin(scratch);
      run(folding, piece, from, to);
      DOUBLES.give(scratch);
    }
  }

  /// Values in a scratch array.
  static final class Piece {
    private final Kernel kernel;
    private final MappedSpace space;
    private final Object[] arrays;
    private final int[] layout;
    private final Matrix values = new Matrix(new float[0], 0, 0, 0, 0);

    Piece(Kernel kernel, MappedSpace space) {
      this.kernel = kernel;
      this.space = space;
      arrays = new Object[space.operands() + 1];
      layout = new int[Kernel.LAYOUT * arrays.length];
      layout[layout.length - 1] = 1;
    }

    private void begin(Object scratch) {
      for (int i = 0; i < space.operands(); i++) {
        arrays[i] = space.input(i).array();
      }
      arrays[space.operands()] = scratch;
    }

    /// Computes the values of some rows and columns of a plane.
    Matrix of(int plane, int row, int rows, int column, int columns) {
      space.locate(layout, plane, row, column);
      layout[layout.length - 2] = columns;
      if (follow(columns)) {
        kernel.run(arrays, layout, 0, 1, 0, rows * columns);
      } else {
        kernel.run(arrays, layout, 0, rows, 0, columns);
      }
      return values.move(arrays[space.operands()], 0, columns, rows, columns);
    }

    /// Whether rows follow each other without gaps in all operands, so that several are one.
    private boolean follow(int columns) {
      for (int i = 0; i < layout.length; i += Kernel.LAYOUT) {
        if (layout[i + 1] != columns * layout[i + 2]) {
          return false;
        }
      }
      return true;
    }
  }

  /// Rows of up to one run each: as many at once as fit into a run.
  private static final class Rows extends MappedStage {
    private final int neighbours;
    private final int together;
    private final int chunks;

    Rows(Fold fold, Kernel kernel, MappedSpace space, Storage target) {
      super(fold, kernel, space, target);
      neighbours = space.rows();
      together = Math.clamp(Folds.RUN / space.count(), 1, neighbours);
      chunks = Math.ceilDiv(neighbours, together);
    }

    @Override
    int tasks() {
      return space.planes() * chunks;
    }

    @Override
    void run(FoldKernel folding, Piece piece, int from, int to) {
      for (int i = from; i < to; i++) {
        int row = i % chunks * together;
        int rows = Math.min(together, neighbours - row);
        var values = piece.of(i / chunks, row, rows, 0, space.count());
        int place = target.offset() + i / chunks * neighbours + row;
        folding.along(values, target.array(), place);
      }
    }
  }

  /// Rows of several runs each.
  private static final class Runs extends MappedStage {
    private final int runs;
    private final Object parts;
    private final Object lanes;

    Runs(Fold fold, Kernel kernel, MappedSpace space, Storage target) {
      super(fold, kernel, space, target);
      int results = space.planes() * space.rows();
      runs = Math.ceilDiv(space.count(), Folds.RUN);
      parts = element.elements(results * runs * Folds.LANES);
      lanes = element.elements(results * Folds.LANES);
    }

    @Override
    int tasks() {
      return space.planes() * space.rows() * runs;
    }

    @Override
    void run(FoldKernel folding, Piece piece, int from, int to) {
      for (int i = from; i < to; i++) {
        int start = i % runs * Folds.RUN;
        int row = i / runs;
        int columns = Math.min(Folds.RUN, space.count() - start);
        var values = piece.of(row / space.rows(), row % space.rows(), 1, start, columns);
        folding.lanes(values, parts, i * Folds.LANES);
      }
    }

    @Override
    void join(FoldKernel folding, Matrix window) {
      Folds.joinRuns(folding, parts, runs, lanes, window, target);
    }
  }

  /// Columns, in blocks of rows.
  private static final class Columns extends MappedStage {
    private final int width;
    private final int chunks;
    private final int blocks;
    private final Object sums;
    private final Object groups;

    Columns(Fold fold, Kernel kernel, MappedSpace space, Storage target) {
      super(fold, kernel, space, target);
      width = Math.min(space.columns(), WIDE);
      chunks = Math.ceilDiv(space.columns(), width);
      blocks = Math.ceilDiv(space.count(), Folds.BLOCK);
      int stored = blocks == 1 ? 0 : space.planes() * blocks * space.columns();
      sums = element.elements(stored);
      groups = Folds.groups(element, blocks, space.columns());
    }

    @Override
    int tasks() {
      return space.planes() * blocks * chunks;
    }

    @Override
    void run(FoldKernel folding, Piece piece, int from, int to) {
      boolean last = blocks == 1;
      for (int i = from; i < to; i++) {
        int column = i % chunks * width;
        int block = i / chunks;
        int row = block % blocks * Folds.BLOCK;
        int rows = Math.min(Folds.BLOCK, space.count() - row);
        int wide = Math.min(width, space.columns() - column);
        var values = piece.of(block / blocks, row, rows, column, wide);
        int place = block * space.columns() + column;
        if (last) {
          folding.across(values, target.array(), target.offset() + place);
        } else {
          folding.across(values, sums, place);
        }
      }
    }

    @Override
    void join(FoldKernel folding, Matrix window) {
      if (blocks > 1) {
        window.move(sums, 0, space.columns(), space.planes() * blocks, space.columns());
        Folds.joinBlocks(folding, window, blocks, groups, target);
      }
    }
  }
}
