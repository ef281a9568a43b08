package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;
import java.util.Arrays;

/// The weights of one block of queries, before they are divided by their sums, in the working
/// storage of one thread.
///
/// `T` is `float[]` or `double[]`.
final class AttentionRows<T> {
  private static final Expression PRODUCT = input(0).mul(input(1));

  /// `exp(score − highest)`, and 0 for what may not be seen, also if the highest score is −∞.
  static final Expression POWER =
      input(0)
          .eq(constant(Double.NEGATIVE_INFINITY))
          .select(constant(0), input(0).sub(input(1)).exp());

  private static final int BLOCK = AttentionSizes.BLOCK;

  // Where working storage begins of the factor, of one number for each query, and of all others.
  static final int HIGHEST = 1;
  static final int TOTALS = HIGHEST + BLOCK;
  static final int PIECES = TOTALS + BLOCK;
  static final int QUERIES = PIECES + BLOCK;

  /// Where working storage begins of the powers, a row for each query.
  final int powers;

  private final AttentionSizes sizes;
  private final AttentionInputs in;
  private final Multiplier<T> multiplier;
  private final RowLoop scale;
  private final RowLoop mask;
  private final RowLoop power;
  private final Matrix window;
  private final T none;
  private T scratch;

  AttentionRows(AttentionSizes sizes, AttentionInputs in, Multiplier<T> multiplier) {
    this.sizes = sizes;
    this.in = in;
    this.multiplier = multiplier;
    var element = sizes.element();
    powers = QUERIES + BLOCK * sizes.features();
    scale = new RowLoop(PRODUCT, element, in.queries().strides.column(), 0);
    int columns = in.mask().map(given -> given.strides.column()).orElse(0);
    mask = new RowLoop(input(0).add(input(1)), element, 1, columns);
    power = new RowLoop(POWER, element, 1, 0);
    none = multiplier.tiles().plain.allocate(0);
    scratch = none;
    window = new Matrix(none, 0, 0, 0, 0);
  }

  /// Returns how many elements of working storage are needed.
  int length() {
    return powers + BLOCK * sizes.row();
  }

  /// Returns the product that computes the scores of a block.
  Gemm scores(int block) {
    return Gemm.of(
        sizes.rows(block),
        sizes.seen(block),
        sizes.features(),
        Strides.ofColumns(sizes.features()),
        in.keys().strides.transposed(),
        sizes.row());
  }

  /// Says where working storage is.
  void begin(T storage) {
    scratch = storage;
    set(scratch, 0, sizes.scale());
  }

  /// Forgets all arrays, so that they can be collected.
  void release() {
    scratch = none;
    window.move(none, 0, 0, 0, 0);
    scale.release();
    mask.release();
    power.release();
  }

  /// Computes the scaled queries of a block, the powers of their scores, and the powers' sums.
  @SuppressWarnings("unchecked") // all storages hold elements of one type
  void compute(int index, int block, Gemm scores) {
    int rows = sizes.rows(block);
    int seen = sizes.seen(block);
    int row = sizes.row();
    var queries = in.queries();
    int place = queries.place(index) + block * BLOCK * queries.strides.row();
    scale.place(0, queries.array(), place, queries.strides.row());
    scale.place(1, scratch, 0, 0).place(2, scratch, QUERIES, sizes.features());
    scale.run(rows, sizes.features());
    var keys = in.keys();
    multiplier.one(
        scores, 1, scratch, QUERIES, (T) keys.array(), keys.place(index), scratch, powers);
    hide(index, block, rows, seen);
    fold(Fold.MAX, powers, row, rows, seen, HIGHEST);
    power.place(0, scratch, powers, row).place(1, scratch, HIGHEST, 1);
    power.place(2, scratch, powers, row).run(rows, seen);
    fold(Fold.SUM, powers, row, rows, seen, TOTALS);
    for (int i = 0; i < rows; i++) {
      if (get(scratch, TOTALS + i) == 0) {
        set(scratch, TOTALS + i, 1);
      }
    }
  }

  private void hide(int index, int block, int rows, int seen) {
    int row = sizes.row();
    if (in.mask().isPresent()) {
      var given = in.mask().get();
      int from = given.place(index) + block * BLOCK * given.strides.row();
      mask.place(0, scratch, powers, row).place(1, given.array(), from, given.strides.row());
      mask.place(2, scratch, powers, row).run(rows, seen);
    }
    if (sizes.causal()) {
      for (int i = 0; i < rows; i++) {
        int first = Math.min(seen, block * BLOCK + i + 1);
        fill(scratch, powers + i * row + first, powers + i * row + seen);
      }
    }
  }

  /// Combines rows of working storage into one number each: pieces as long as one run of the
  /// definition of folds, then their results in order.
  void fold(Fold fold, int place, int row, int rows, int columns, int to) {
    var kernel = FoldKernels.of(fold, sizes.element());
    for (int column = 0; column < columns; column += Folds.RUN) {
      int count = Math.min(Folds.RUN, columns - column);
      window.move(scratch, place + column, row, rows, count);
      kernel.along(window, scratch, column == 0 ? to : PIECES);
      for (int i = 0; column > 0 && i < rows; i++) {
        set(scratch, to + i, fold.of(get(scratch, to + i), get(scratch, PIECES + i)));
      }
    }
  }

  private static double get(Object array, int place) {
    return array instanceof float[] floats ? floats[place] : ((double[]) array)[place];
  }

  private static void set(Object array, int place, double value) {
    if (array instanceof float[] floats) {
      floats[place] = (float) value;
    } else {
      ((double[]) array)[place] = value;
    }
  }

  private static void fill(Object array, int from, int to) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, from, to, Float.NEGATIVE_INFINITY);
    } else {
      Arrays.fill((double[]) array, from, to, Double.NEGATIVE_INFINITY);
    }
  }
}
