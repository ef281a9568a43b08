package dev.chainrule.kernel;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Folds over single-precision numbers on vectors: a template, see [Specialized].
///
/// Four vectors work side by side. Where they hold fewer than the 64 lanes of the definition, a row
/// is passed over several times while it is in the first cache, each time for the next lanes.
///
/// Vectors are not handed to other methods except where these are called for every row: the
/// compiler would not always inline them, and then every vector would be an object.
final class FloatVectorFold implements FoldKernel {
  private static final Fold FOLD = Specialized.fold(MethodHandles.lookup());
  private static final VectorOperators.Associative JOIN = VectorFolds.operator(FOLD);
  private static final VectorSpecies<Float> S = VectorFolds.floats();
  private static final int W = S.length();

  /// From how many columns on short pieces of rows cost more than passing over the output.
  private static final int WIDE = 512;

  private static final float IDENTITY = (float) FOLD.identity();
  private static final VectorShuffle<Float> BY_8 = VectorFolds.down(S, 8);
  private static final VectorShuffle<Float> BY_4 = VectorFolds.down(S, 4);
  private static final VectorShuffle<Float> BY_2 = VectorFolds.down(S, 2);
  private static final VectorShuffle<Float> BY_1 = VectorFolds.down(S, 1);

  @Override
  public void along(Matrix rows, Object output, int place) {
    float[] x = (float[]) rows.array();
    float[] y = (float[]) output;
    int stride = rows.stride();
    int count = rows.columns();
    float[] lanes = Folds.FLOAT_LANES.take();
    if (count <= W) {
      shortRows(rows, lanes, y, place);
    } else if (4 * W == Folds.LANES) {
      for (int row = 0; row < rows.rows(); row++) {
        fold(x, rows.place() + row * stride, count, lanes);
        y[place + row] = tree(lanes, W);
      }
    } else {
      for (int row = 0; row < rows.rows(); row++) {
        row(x, rows.place() + row * stride, count, lanes, 0);
        y[place + row] = tree(lanes, Folds.LANES);
      }
    }
    Folds.FLOAT_LANES.give(lanes);
  }

  /// Folds rows that fit into one vector.
  private static void shortRows(Matrix rows, float[] lanes, float[] y, int place) {
    float[] x = (float[]) rows.array();
    var mask = S.indexInRange(0, rows.columns());
    var identity = FloatVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      var all = FloatVector.fromArray(S, x, rows.place() + row * rows.stride(), mask);
      identity.blend(all, mask).intoArray(lanes, 0);
      y[place + row] = tree(lanes, W);
    }
  }

  /// Folds a row into one vector, where four hold all lanes.
  private static void fold(float[] x, int from, int count, float[] lanes) {
    var a = FloatVector.broadcast(S, IDENTITY);
    var b = FloatVector.broadcast(S, IDENTITY);
    var c = FloatVector.broadcast(S, IDENTITY);
    var d = FloatVector.broadcast(S, IDENTITY);
    int i = 0;
    for (; i <= count - 4 * W; i += 4 * W) {
      a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + i));
      b = b.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + W));
      c = c.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 2 * W));
      d = d.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 3 * W));
    }
    if (i < count) {
      var first = S.indexInRange(i, count);
      var second = S.indexInRange(i + W, count);
      var third = S.indexInRange(i + 2 * W, count);
      var fourth = S.indexInRange(i + 3 * W, count);
      a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + i, first), first);
      b = b.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + W, second), second);
      c = c.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 2 * W, third), third);
      d = d.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 3 * W, fourth), fourth);
    }
    a.lanewise(JOIN, c).lanewise(JOIN, b.lanewise(JOIN, d)).intoArray(lanes, 0);
  }

  @Override
  public void lanes(Matrix row, Object output, int place) {
    row((float[]) row.array(), row.place(), row.columns(), (float[]) output, place);
  }

  private static void row(float[] x, int from, int count, float[] lanes, int place) {
    for (int lane = 0; lane < Folds.LANES; lane += 4 * W) {
      var a = FloatVector.broadcast(S, IDENTITY);
      var b = FloatVector.broadcast(S, IDENTITY);
      var c = FloatVector.broadcast(S, IDENTITY);
      var d = FloatVector.broadcast(S, IDENTITY);
      int i = lane;
      for (; i <= count - 4 * W; i += Folds.LANES) {
        a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + i));
        b = b.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + W));
        c = c.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 2 * W));
        d = d.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 3 * W));
      }
      if (i < count) {
        var first = S.indexInRange(i, count);
        var second = S.indexInRange(i + W, count);
        var third = S.indexInRange(i + 2 * W, count);
        var fourth = S.indexInRange(i + 3 * W, count);
        a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + i, first), first);
        b = b.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + W, second), second);
        c = c.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 2 * W, third), third);
        d = d.lanewise(JOIN, FloatVector.fromArray(S, x, from + i + 3 * W, fourth), fourth);
      }
      a.intoArray(lanes, place + lane);
      b.intoArray(lanes, place + lane + W);
      c.intoArray(lanes, place + lane + 2 * W);
      d.intoArray(lanes, place + lane + 3 * W);
    }
  }

  /// Joins the upper half of the lanes with the lower until one is left. Lanes come in an array: a
  /// vector that is handed from method to method becomes an object unless all are compiled as one.
  private static float tree(float[] lanes, int count) {
    for (int half = count / 2; half >= W; half /= 2) {
      for (int lane = 0; lane < half; lane += W) {
        FloatVector.fromArray(S, lanes, lane)
            .lanewise(JOIN, FloatVector.fromArray(S, lanes, lane + half))
            .intoArray(lanes, lane);
      }
    }
    var v = FloatVector.fromArray(S, lanes, 0);
    if (W > 8) {
      v = v.lanewise(JOIN, v.rearrange(BY_8));
    }
    if (W > 4) {
      v = v.lanewise(JOIN, v.rearrange(BY_4));
    }
    if (W > 2) {
      v = v.lanewise(JOIN, v.rearrange(BY_2));
    }
    return v.lanewise(JOIN, v.rearrange(BY_1)).lane(0);
  }

  @Override
  public void across(Matrix rows, Object output, int place) {
    float[] y = (float[]) output;
    int columns = rows.columns();
    int column = 0;
    if (columns >= WIDE) {
      column = S.loopBound(columns);
      wide(rows, column, y, place);
    }
    for (; column <= columns - 4 * W; column += 4 * W) {
      four(rows, column, y, place + column);
    }
    for (; column < columns; column += W) {
      one(rows, column, y, place + column);
    }
  }

  private static void four(Matrix rows, int column, float[] y, int place) {
    float[] x = (float[]) rows.array();
    int stride = rows.stride();
    int from = rows.place() + column;
    var a = FloatVector.broadcast(S, IDENTITY);
    var b = FloatVector.broadcast(S, IDENTITY);
    var c = FloatVector.broadcast(S, IDENTITY);
    var d = FloatVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + row * stride));
      b = b.lanewise(JOIN, FloatVector.fromArray(S, x, from + row * stride + W));
      c = c.lanewise(JOIN, FloatVector.fromArray(S, x, from + row * stride + 2 * W));
      d = d.lanewise(JOIN, FloatVector.fromArray(S, x, from + row * stride + 3 * W));
    }
    a.intoArray(y, place);
    b.intoArray(y, place + W);
    c.intoArray(y, place + 2 * W);
    d.intoArray(y, place + 3 * W);
  }

  /// As many columns as are left for one vector.
  private static void one(Matrix rows, int column, float[] y, int place) {
    float[] x = (float[]) rows.array();
    int stride = rows.stride();
    int from = rows.place() + column;
    var mask = S.indexInRange(column, rows.columns());
    var a = FloatVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      a = a.lanewise(JOIN, FloatVector.fromArray(S, x, from + row * stride, mask));
    }
    a.intoArray(y, place, mask);
  }

  /// Wide rows are read whole, four at a time, so that memory is read in long pieces.
  private static void wide(Matrix rows, int columns, float[] y, int place) {
    float[] x = (float[]) rows.array();
    int stride = rows.stride();
    Arrays.fill(y, place, place + columns, IDENTITY);
    int row = 0;
    for (; row <= rows.rows() - 4; row += 4) {
      four(x, rows.place() + row * stride, stride, columns, y, place);
    }
    for (; row < rows.rows(); row++) {
      one(x, rows.place() + row * stride, columns, y, place);
    }
  }

  private static void four(float[] x, int from, int stride, int columns, float[] y, int place) {
    for (int column = 0; column < columns; column += W) {
      int i = from + column;
      FloatVector.fromArray(S, y, place + column)
          .lanewise(JOIN, FloatVector.fromArray(S, x, i))
          .lanewise(JOIN, FloatVector.fromArray(S, x, i + stride))
          .lanewise(JOIN, FloatVector.fromArray(S, x, i + 2 * stride))
          .lanewise(JOIN, FloatVector.fromArray(S, x, i + 3 * stride))
          .intoArray(y, place + column);
    }
  }

  private static void one(float[] x, int from, int columns, float[] y, int place) {
    for (int column = 0; column < columns; column += W) {
      FloatVector.fromArray(S, y, place + column)
          .lanewise(JOIN, FloatVector.fromArray(S, x, from + column))
          .intoArray(y, place + column);
    }
  }

  @Override
  public void chain(Matrix rows, Object output, int place) {
    float[] x = (float[]) rows.array();
    float[] y = (float[]) output;
    for (int column = 0; column < rows.columns(); column += W) {
      var mask = S.indexInRange(column, rows.columns());
      var all = FloatVector.broadcast(S, IDENTITY);
      for (int row = 0; row < rows.rows(); row++) {
        int from = rows.place() + row * rows.stride() + column;
        all = all.lanewise(JOIN, FloatVector.fromArray(S, x, from, mask));
      }
      all.intoArray(y, place + column, mask);
    }
  }
}
