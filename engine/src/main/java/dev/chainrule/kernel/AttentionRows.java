package dev.chainrule.kernel;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.scalar.Expression;

/// The weights of one block of queries, in the working storage of one thread: a row for each key,
/// in which the queries are neighbours.
///
/// So scores and outputs are products of strips (see [StripProduct]) as they lie, and what is
/// folded over keys is folded for all queries at once, two keys at a time.
///
/// `T` is `float[]` or `double[]`.
final class AttentionRows<T> {
  static final Expression PRODUCT = input(0).mul(input(1));

  /// `exp(score − highest)`, and 0 for what may not be seen, also if the highest score is −∞.
  static final Expression POWER =
      input(0)
          .eq(constant(Double.NEGATIVE_INFINITY))
          .select(constant(0), input(0).sub(input(1)).exp());

  /// What powers are multiplied with, of the sums of those of even and odd keys.
  static final Expression FACTOR = factor(input(0).add(input(1)));

  /// A score, or −∞ where the first input is not 0.
  private static final Expression HIDDEN =
      input(0).eq(constant(0)).select(input(1), constant(Double.NEGATIVE_INFINITY));

  static final int BLOCK = AttentionSizes.BLOCK;

  /// Weights of two keys.
  static final int PAIR = 2 * BLOCK;

  /// Pairs of keys of one piece of a fold, from the definition.
  static final int PIECE = Folds.BLOCK;

  // Where working storage begins of the scale, and of what folds give.
  static final int SCALE = 0;
  private static final int FOLDED = PAIR;
  private static final int PIECES = FOLDED + PAIR;
  private static final int BOTH = PIECES + PAIR;

  /// Where working storage begins of a transposed block of queries, or of what is shaped like them.
  static final int TURNED = BOTH + PAIR;

  // Where working storage begins of keys and values in strips, of a block of the mask, and of the
  // weights.
  final int keys;
  final int values;
  final int weights;
  private final int masks;

  final AttentionSizes sizes;
  final AttentionInputs in;
  final Tiles<T> tiles;
  final StripProduct<T> product;
  private final RowLoop scale;
  private final RowLoop mask;
  private final RowLoop hide;
  private final RowLoop larger;
  private final RowLoop add;
  private final RowLoop power;
  private final RowLoop factor;
  private final RowLoop multiply;
  private final Strides keyColumns;
  private final Strides valueColumns;
  private final T hidden;
  private final T none;
  private final Matrix window;
  private T storage;

  AttentionRows(AttentionSizes sizes, AttentionInputs in, Tiles<T> tiles) {
    this.sizes = sizes;
    this.in = in;
    this.tiles = tiles;
    product = new StripProduct<>(tiles);
    keys = TURNED + BLOCK * Math.max(sizes.features(), sizes.outputs());
    values = keys + strips(sizes.features(), sizes.keys());
    masks = values + strips(sizes.outputs(), sizes.keys());
    weights = masks + (in.mask().isPresent() ? sizes.keys() * BLOCK : 0);
    var element = sizes.element();
    scale = new RowLoop(PRODUCT, element, 1, 0);
    mask = new RowLoop(input(0).add(input(1)), element, 1, 1);
    hide = new RowLoop(HIDDEN, element, 1, 1);
    larger = new RowLoop(input(0).max(input(1)), element, 1, 1);
    add = new RowLoop(input(0).add(input(1)), element, 1, 1);
    power = new RowLoop(POWER, element, 1, 1);
    factor = new RowLoop(FACTOR, element, 1, 1);
    multiply = new RowLoop(PRODUCT, element, 1, 1);
    keyColumns = in.keys().strides.transposed();
    valueColumns = in.values().strides.transposed();
    hidden = hidden();
    none = tiles.plain.allocate(0);
    window = new Matrix(none, 0, 0, 0, 0);
    storage = none;
  }

  private static Expression factor(Expression sum) {
    return constant(1).div(sum.eq(constant(0)).select(constant(1), sum));
  }

  /// Returns the elements of a matrix in strips.
  static int strips(int columns, int rows) {
    return Math.ceilDiv(columns, BLOCK) * BLOCK * rows;
  }

  /// Returns which queries of a block may not see which of the keys that are as many.
  private T hidden() {
    T all = tiles.plain.allocate(BLOCK * BLOCK);
    for (int key = 0; key < BLOCK; key++) {
      for (int query = 0; query < key; query++) {
        set(all, key * BLOCK + query, 1);
      }
    }
    return all;
  }

  /// Returns the length of the weights, and of all that is shaped like them.
  int weightsLength() {
    return Math.ceilDiv(sizes.keys(), 2) * PAIR;
  }

  /// Returns how many elements of working storage are needed.
  int length() {
    return weights + weightsLength() + tiles.high() * BLOCK;
  }

  /// Says where working storage is.
  void begin(T scratch) {
    storage = scratch;
    product.begin(scratch);
    set(scratch, SCALE, sizes.scale());
  }

  /// Forgets all arrays, so that they can be collected.
  void release() {
    storage = none;
    product.release();
    window.move(none, 0, 0, 0, 0);
    scale.release();
    mask.release();
    hide.release();
    larger.release();
    add.release();
    power.release();
    factor.release();
    multiply.release();
  }

  /// Makes ready the keys and values that blocks of queries meet.
  void prepare(int index) {
    cut(in.keys(), keyColumns, in.keys().place(index), sizes.keys(), sizes.features(), keys);
    cut(in.values(), valueColumns, in.values().place(index), sizes.keys(), sizes.outputs(), values);
  }

  /// Copies rows of a matrix into strips.
  ///
  /// @param lines the strides of the matrix transposed
  @SuppressWarnings("unchecked") // all storages hold elements of one type
  void cut(Matrices x, Strides lines, int place, int rows, int columns, int to) {
    for (int column = 0; column < columns; column += BLOCK) {
      int used = Math.min(BLOCK, columns - column);
      int from = place + column * lines.row();
      tiles.pack((T) x.array(), from, lines, used, rows, storage, to + column * rows, BLOCK);
    }
  }

  /// Transposes a block of a matrix that has a row for each query.
  @SuppressWarnings("unchecked") // all storages hold elements of one type
  void turn(Matrices x, int index, int block, int columns, int to) {
    int from = x.place(index) + block * BLOCK * x.strides.row();
    tiles.pack((T) x.array(), from, x.strides, sizes.rows(block), columns, storage, to, BLOCK);
  }

  /// Computes the weights of a block.
  void compute(int index, int block) {
    int features = sizes.features();
    int seen = sizes.seen(block);
    turn(in.queries(), index, block, features, TURNED);
    scale.place(0, storage, TURNED, 0).place(1, storage, SCALE, 0).place(2, storage, TURNED, 0);
    scale.run(1, features * BLOCK);
    product.left(keys, sizes.keys()).right(TURNED, features).to(storage, weights, BLOCK);
    product.run(seen, sizes.rows(block), features, false);
    if (in.mask().isPresent()) {
      mask(in.mask().get(), index, block, seen);
    }
    hide(block, seen);
    normalize(Math.ceilDiv(seen, 2));
  }

  private void mask(Matrices given, int index, int block, int seen) {
    turn(given, index, block, seen, masks);
    mask.place(0, storage, weights, 0).place(1, storage, masks, 0).place(2, storage, weights, 0);
    mask.run(1, seen * BLOCK);
  }

  /// Hides keys after queries, and the one that completes the last pair.
  private void hide(int block, int seen) {
    int open = sizes.open(block);
    if (open < seen) {
      int from = weights + open * BLOCK;
      hide.place(0, hidden, 0, 0).place(1, storage, from, 0).place(2, storage, from, 0);
      hide.run(1, (seen - open) * BLOCK);
    }
    for (int i = 0; seen % 2 > 0 && i < BLOCK; i++) {
      set(storage, weights + seen * BLOCK + i, Double.NEGATIVE_INFINITY);
    }
  }

  /// Turns scores into weights.
  private void normalize(int pairs) {
    fold(Fold.MAX, weights, pairs, PAIR, FOLDED);
    join(larger, FOLDED, FOLDED + BLOCK, BOTH, 2);
    each(power, weights, BOTH, pairs);
    fold(Fold.SUM, weights, pairs, PAIR, FOLDED);
    join(factor, FOLDED, FOLDED + BLOCK, BOTH, 2);
    each(multiply, weights, BOTH, pairs);
  }

  /// Computes a function of what lies at two places, and writes it `times` times.
  private void join(RowLoop loop, int a, int b, int to, int times) {
    loop.place(0, storage, a, 0).place(1, storage, b, 0).place(2, storage, to, BLOCK);
    loop.run(times, BLOCK);
  }

  /// Computes a function of pairs of rows and of what is the same for all of them.
  private void each(RowLoop loop, int rows, int all, int pairs) {
    loop.place(0, storage, rows, PAIR).place(1, storage, all, 0).place(2, storage, rows, PAIR);
    loop.run(pairs, PAIR);
  }

  /// Multiplies what lies at two places, and writes it to the first.
  void multiply(int a, int b, int count) {
    multiply.place(0, storage, a, 0).place(1, storage, b, 0).place(2, storage, a, 0);
    multiply.run(1, count);
  }

  /// Combines the columns of neighbouring rows: pieces of some rows in order, then their results.
  void fold(Fold fold, int place, int rows, int columns, int to) {
    var kernel = FoldKernels.of(fold, sizes.element(), rows * columns);
    for (int row = 0; row < rows; row += PIECE) {
      int count = Math.min(PIECE, rows - row);
      window.move(storage, place + row * columns, columns, count, columns);
      kernel.across(window, storage, row == 0 ? to : PIECES);
      for (int i = 0; row > 0 && i < columns; i += BLOCK) {
        join(fold == Fold.MAX ? larger : add, to + i, PIECES + i, to + i, 1);
      }
    }
  }

  private static void set(Object array, int place, double value) {
    if (array instanceof float[] floats) {
      floats[place] = (float) value;
    } else {
      ((double[]) array)[place] = value;
    }
  }
}
