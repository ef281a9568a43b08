package dev.chainrule.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The transforms on vectors of channels, each in a class of its own, so that it can be made anew.
final class VectorPasses {
  static final VectorSpecies<Float> S =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Vectors.bits()));
  static final int W = S.length();
  static final float HALF = 0.5f;

  private VectorPasses() {}

  /// Returns a new pass.
  static WinogradPass of(WinogradPass.Kind kind) {
    return Generated.copy(
        WinogradPass.class,
        switch (kind) {
          case DIFFERENCES -> Differences.class;
          case SUMS -> Sums.class;
          case UPSTREAMS -> Upstreams.class;
          case UPSTREAM_SUMS -> UpstreamSums.class;
          case UPSTREAM_DIFFERENCES -> UpstreamDifferences.class;
          case RESULTS -> Results.class;
          case SPREAD -> Spread.class;
          case GATHER -> Gather.class;
        });
  }

  static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(S, array, at);
  }

  static final class Differences implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        int r = p + row;
        var d0 = load(a, p).sub(load(a, r));
        var d1 = load(a, p + column).sub(load(a, r + column));
        var d2 = load(a, p + 2 * column).sub(load(a, r + 2 * column));
        var d3 = load(a, p + 3 * column).sub(load(a, r + 3 * column));
        d0.sub(d2).intoArray(b, q);
        d1.add(d2).intoArray(b, q + inner);
        d2.sub(d1).intoArray(b, q + 2 * inner);
        d3.sub(d1).intoArray(b, q + 3 * inner);
        q += outer;
      }
    }
  }

  static final class Sums implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        int r = p + row;
        var d0 = load(a, p).add(load(a, r));
        var d1 = load(a, p + column).add(load(a, r + column));
        var d2 = load(a, p + 2 * column).add(load(a, r + 2 * column));
        var d3 = load(a, p + 3 * column).add(load(a, r + 3 * column));
        d0.sub(d2).intoArray(b, q);
        d1.add(d2).intoArray(b, q + inner);
        d2.sub(d1).intoArray(b, q + 2 * inner);
        d3.sub(d1).intoArray(b, q + 3 * inner);
        q += outer;
      }
    }
  }

  static final class Upstreams implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        var g0 = load(a, p);
        var g1 = load(a, p + column);
        g0.intoArray(b, q);
        g0.add(g1).intoArray(b, q + inner);
        g0.sub(g1).intoArray(b, q + 2 * inner);
        g1.intoArray(b, q + 3 * inner);
        q += outer;
      }
    }
  }

  static final class UpstreamSums implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        var g0 = load(a, p).add(load(a, p + row));
        var g1 = load(a, p + column).add(load(a, p + row + column));
        g0.intoArray(b, q);
        g0.add(g1).intoArray(b, q + inner);
        g0.sub(g1).intoArray(b, q + 2 * inner);
        g1.intoArray(b, q + 3 * inner);
        q += outer;
      }
    }
  }

  static final class UpstreamDifferences implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        var g0 = load(a, p).sub(load(a, p + row));
        var g1 = load(a, p + column).sub(load(a, p + row + column));
        g0.intoArray(b, q);
        g0.add(g1).intoArray(b, q + inner);
        g0.sub(g1).intoArray(b, q + 2 * inner);
        g1.intoArray(b, q + 3 * inner);
        q += outer;
      }
    }
  }

  static final class Results implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        int p0 = p;
        var first0 = load(a, p0 + row);
        var second0 = load(a, p0 + 2 * row);
        var m0 = load(a, p0).add(first0).add(second0);
        var n0 = first0.sub(second0).add(load(a, p0 + 3 * row));
        int p1 = p + column;
        var first1 = load(a, p1 + row);
        var second1 = load(a, p1 + 2 * row);
        var m1 = load(a, p1).add(first1).add(second1);
        var n1 = first1.sub(second1).add(load(a, p1 + 3 * row));
        int p2 = p + 2 * column;
        var first2 = load(a, p2 + row);
        var second2 = load(a, p2 + 2 * row);
        var m2 = load(a, p2).add(first2).add(second2);
        var n2 = first2.sub(second2).add(load(a, p2 + 3 * row));
        int p3 = p + 3 * column;
        var first3 = load(a, p3 + row);
        var second3 = load(a, p3 + 2 * row);
        var m3 = load(a, p3).add(first3).add(second3);
        var n3 = first3.sub(second3).add(load(a, p3 + 3 * row));
        m0.add(m1).add(m2).intoArray(b, q);
        m1.sub(m2).add(m3).intoArray(b, q + inner);
        n0.add(n1).add(n2).intoArray(b, q + outer);
        n1.sub(n2).add(n3).intoArray(b, q + outer + inner);
        q += W;
      }
    }
  }

  static final class Spread implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        var w0 = load(a, p);
        var w1 = load(a, p + column);
        var w2 = load(a, p + 2 * column);
        var ends = w0.add(w2);
        w0.intoArray(b, q);
        ends.add(w1).mul(HALF).intoArray(b, q + inner);
        ends.sub(w1).mul(HALF).intoArray(b, q + 2 * inner);
        w2.intoArray(b, q + 3 * inner);
        q += W;
      }
    }
  }

  static final class Gather implements WinogradPass {
    @Override
    public void run(
        float[] a,
        int start,
        int row,
        int column,
        int count,
        float[] b,
        int to,
        int outer,
        int inner) {
      int q = to;
      for (int p = start; p < start + count; p += W) {
        var u0 = load(a, p);
        var u1 = load(a, p + column);
        var u2 = load(a, p + 2 * column);
        var u3 = load(a, p + 3 * column);
        var sum = u1.add(u2).mul(HALF);
        u0.add(sum).intoArray(b, q);
        u1.sub(u2).mul(HALF).intoArray(b, q + inner);
        sum.add(u3).intoArray(b, q + 2 * inner);
        q += W;
      }
    }
  }
}
