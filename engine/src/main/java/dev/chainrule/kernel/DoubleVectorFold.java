package dev.chainrule.kernel;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Folds over double-precision numbers on vectors: a template, see [Specialized].
///
/// Four vectors work side by side. Where they hold fewer than the 64 lanes of the definition, a row
/// is passed over several times while it is in the first cache, each time for the next lanes.
///
/// Vectors are not handed to other methods except where these are called for every row: the
/// compiler would not always inline them, and then every vector would be an object.
final class DoubleVectorFold implements FoldKernel {
  private static final Fold FOLD = Specialized.fold(MethodHandles.lookup());
  private static final VectorOperators.Associative JOIN = VectorFolds.operator(FOLD);
  private static final VectorSpecies<Double> S = VectorFolds.doubles();
  private static final int W = S.length();

  /// From how many columns on short pieces of rows cost more than passing over the output.
  private static final int WIDE = 512;

  private static final double IDENTITY = FOLD.identity();
  private static final VectorShuffle<Double> BY_8 = VectorFolds.down(S, 8);
  private static final VectorShuffle<Double> BY_4 = VectorFolds.down(S, 4);
  private static final VectorShuffle<Double> BY_2 = VectorFolds.down(S, 2);
  private static final VectorShuffle<Double> BY_1 = VectorFolds.down(S, 1);

  @Override
  public void along(Matrix rows, Object output, int place) {
    double[] x = (double[]) rows.array();
    double[] y = (double[]) output;
    int stride = rows.stride();
    int count = rows.columns();
    double[] lanes = Folds.DOUBLE_LANES.take();
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
    Folds.DOUBLE_LANES.give(lanes);
  }

  /// Folds rows that fit into one vector.
  private static void shortRows(Matrix rows, double[] lanes, double[] y, int place) {
    double[] x = (double[]) rows.array();
    var mask = S.indexInRange(0, rows.columns());
    var identity = DoubleVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      var all = DoubleVector.fromArray(S, x, rows.place() + row * rows.stride(), mask);
      identity.blend(all, mask).intoArray(lanes, 0);
      y[place + row] = tree(lanes, W);
    }
  }

  /// Folds a row into one vector, where four hold all lanes.
  private static void fold(double[] x, int from, int count, double[] lanes) {
    var a = DoubleVector.broadcast(S, IDENTITY);
    var b = DoubleVector.broadcast(S, IDENTITY);
    var c = DoubleVector.broadcast(S, IDENTITY);
    var d = DoubleVector.broadcast(S, IDENTITY);
    int i = 0;
    for (; i <= count - 4 * W; i += 4 * W) {
      a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i));
      b = b.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + W));
      c = c.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 2 * W));
      d = d.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 3 * W));
    }
    if (i < count) {
      var first = S.indexInRange(i, count);
      var second = S.indexInRange(i + W, count);
      var third = S.indexInRange(i + 2 * W, count);
      var fourth = S.indexInRange(i + 3 * W, count);
      a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i, first), first);
      b = b.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + W, second), second);
      c = c.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 2 * W, third), third);
      d = d.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 3 * W, fourth), fourth);
    }
    a.lanewise(JOIN, c).lanewise(JOIN, b.lanewise(JOIN, d)).intoArray(lanes, 0);
  }

  @Override
  public void lanes(Matrix row, Object output, int place) {
    row((double[]) row.array(), row.place(), row.columns(), (double[]) output, place);
  }

  private static void row(double[] x, int from, int count, double[] lanes, int place) {
    for (int lane = 0; lane < Folds.LANES; lane += 4 * W) {
      var a = DoubleVector.broadcast(S, IDENTITY);
      var b = DoubleVector.broadcast(S, IDENTITY);
      var c = DoubleVector.broadcast(S, IDENTITY);
      var d = DoubleVector.broadcast(S, IDENTITY);
      int i = lane;
      for (; i <= count - 4 * W; i += Folds.LANES) {
        a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i));
        b = b.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + W));
        c = c.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 2 * W));
        d = d.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 3 * W));
      }
      if (i < count) {
        var first = S.indexInRange(i, count);
        var second = S.indexInRange(i + W, count);
        var third = S.indexInRange(i + 2 * W, count);
        var fourth = S.indexInRange(i + 3 * W, count);
        a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i, first), first);
        b = b.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + W, second), second);
        c = c.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 2 * W, third), third);
        d = d.lanewise(JOIN, DoubleVector.fromArray(S, x, from + i + 3 * W, fourth), fourth);
      }
      a.intoArray(lanes, place + lane);
      b.intoArray(lanes, place + lane + W);
      c.intoArray(lanes, place + lane + 2 * W);
      d.intoArray(lanes, place + lane + 3 * W);
    }
  }

  /// Joins the upper half of the lanes with the lower until one is left. Lanes come in an array: a
  /// vector that is handed from method to method becomes an object unless all are compiled as one.
  private static double tree(double[] lanes, int count) {
    for (int half = count / 2; half >= W; half /= 2) {
      for (int lane = 0; lane < half; lane += W) {
        DoubleVector.fromArray(S, lanes, lane)
            .lanewise(JOIN, DoubleVector.fromArray(S, lanes, lane + half))
            .intoArray(lanes, lane);
      }
    }
    var v = DoubleVector.fromArray(S, lanes, 0);
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
    double[] y = (double[]) output;
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

  private static void four(Matrix rows, int column, double[] y, int place) {
    double[] x = (double[]) rows.array();
    int stride = rows.stride();
    int from = rows.place() + column;
    var a = DoubleVector.broadcast(S, IDENTITY);
    var b = DoubleVector.broadcast(S, IDENTITY);
    var c = DoubleVector.broadcast(S, IDENTITY);
    var d = DoubleVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + row * stride));
      b = b.lanewise(JOIN, DoubleVector.fromArray(S, x, from + row * stride + W));
      c = c.lanewise(JOIN, DoubleVector.fromArray(S, x, from + row * stride + 2 * W));
      d = d.lanewise(JOIN, DoubleVector.fromArray(S, x, from + row * stride + 3 * W));
    }
    a.intoArray(y, place);
    b.intoArray(y, place + W);
    c.intoArray(y, place + 2 * W);
    d.intoArray(y, place + 3 * W);
  }

  /// As many columns as are left for one vector.
  private static void one(Matrix rows, int column, double[] y, int place) {
    double[] x = (double[]) rows.array();
    int stride = rows.stride();
    int from = rows.place() + column;
    var mask = S.indexInRange(column, rows.columns());
    var a = DoubleVector.broadcast(S, IDENTITY);
    for (int row = 0; row < rows.rows(); row++) {
      a = a.lanewise(JOIN, DoubleVector.fromArray(S, x, from + row * stride, mask));
    }
    a.intoArray(y, place, mask);
  }

  /// Wide rows are read whole, four at a time, so that memory is read in long pieces.
  private static void wide(Matrix rows, int columns, double[] y, int place) {
    double[] x = (double[]) rows.array();
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

  private static void four(double[] x, int from, int stride, int columns, double[] y, int place) {
    for (int column = 0; column < columns; column += W) {
      int i = from + column;
      DoubleVector.fromArray(S, y, place + column)
          .lanewise(JOIN, DoubleVector.fromArray(S, x, i))
          .lanewise(JOIN, DoubleVector.fromArray(S, x, i + stride))
          .lanewise(JOIN, DoubleVector.fromArray(S, x, i + 2 * stride))
          .lanewise(JOIN, DoubleVector.fromArray(S, x, i + 3 * stride))
          .intoArray(y, place + column);
    }
  }

  private static void one(double[] x, int from, int columns, double[] y, int place) {
    for (int column = 0; column < columns; column += W) {
      DoubleVector.fromArray(S, y, place + column)
          .lanewise(JOIN, DoubleVector.fromArray(S, x, from + column))
          .intoArray(y, place + column);
    }
  }

  @Override
  public void chain(Matrix rows, Object output, int place) {
    double[] x = (double[]) rows.array();
    double[] y = (double[]) output;
    for (int column = 0; column < rows.columns(); column += W) {
      var mask = S.indexInRange(column, rows.columns());
      var all = DoubleVector.broadcast(S, IDENTITY);
      for (int row = 0; row < rows.rows(); row++) {
        int from = rows.place() + row * rows.stride() + column;
        all = all.lanewise(JOIN, DoubleVector.fromArray(S, x, from, mask));
      }
      all.intoArray(y, place + column, mask);
    }
  }
}
