package dev.chainrule.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Pooling of single-precision numbers on vectors along the channels.
///
/// A vector of channels stays in registers over all elements of a window. The last channels are
/// masked, so that every loop stands here once.
final class FloatVectorPool implements PoolKernel {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int W = S.length();

  private final FloatPool plain = new FloatPool();

  @Override
  public void max(PoolRun run) {
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    int[] taps = run.taps;
    int count = run.count;
    for (int i = 0; i < run.channels; i += W) {
      var mask = S.indexInRange(i, run.channels);
      int from = run.xPlace + i;
      int to = run.yPlace + i;
      for (int cell = 0; cell < run.cells; cell++) {
        var max = FloatVector.fromArray(S, x, from, mask);
        for (int k = 1; k < count; k++) {
          max = max.max(FloatVector.fromArray(S, x, from + taps[k], mask));
        }
        max.intoArray(y, to, mask);
        from += run.xStep;
        to += run.yStep;
      }
    }
  }

  @Override
  public void take(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    int[] taps = run.taps;
    for (int i = 0; i < run.channels; i += W) {
      var mask = S.indexInRange(i, run.channels);
      for (int cell = 0; cell < run.cells; cell++) {
        int from = run.xPlace + cell * run.xStep + i;
        int other = run.tPlace + cell * run.tStep + i;
        var max = FloatVector.fromArray(S, x, from, mask);
        var taken = FloatVector.fromArray(S, t, other, mask);
        for (int k = 1; k < run.count; k++) {
          var next = FloatVector.fromArray(S, x, from + taps[k], mask);
          var numbers = max.compare(VectorOperators.EQ, max);
          var wins =
              next.compare(VectorOperators.GT, max)
                  .or(next.compare(VectorOperators.NE, next).and(numbers));
          max = max.blend(next, wins);
          taken = taken.blend(FloatVector.fromArray(S, t, other + taps[k], mask), wins);
        }
        taken.intoArray(y, run.yPlace + cell * run.yStep + i, mask);
      }
    }
  }

  @Override
  public void place(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    int[] taps = run.taps;
    var zero = FloatVector.zero(S);
    for (int i = 0; i < run.channels; i += W) {
      var mask = S.indexInRange(i, run.channels);
      for (int cell = 0; cell < run.cells; cell++) {
        int from = run.xPlace + cell * run.xStep + i;
        int to = run.yPlace + cell * run.yStep + i;
        var max = FloatVector.fromArray(S, x, from, mask);
        for (int k = 1; k < run.count; k++) {
          max = max.max(FloatVector.fromArray(S, x, from + taps[k], mask));
        }
        var given = FloatVector.fromArray(S, t, run.tPlace + cell * run.tStep + i, mask);
        VectorMask<Float> open = mask;
        for (int k = 0; k < run.count; k++) {
          var next = FloatVector.fromArray(S, x, from + taps[k], mask);
          var equal = next.compare(VectorOperators.EQ, max);
          var hit = equal.or(next.compare(VectorOperators.NE, next)).and(open);
          var before = run.replaces ? zero : FloatVector.fromArray(S, y, to + taps[k], mask);
          before.blend(before.add(given), hit).intoArray(y, to + taps[k], mask);
          open = open.andNot(hit);
        }
      }
    }
  }

  @Override
  public void average(PoolRun run) {
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    int[] taps = run.taps;
    int count = run.count;
    var divisor = FloatVector.broadcast(S, run.divisor);
    for (int i = 0; i < run.channels; i += W) {
      var mask = S.indexInRange(i, run.channels);
      for (int cell = 0; cell < run.cells; cell++) {
        int from = run.xPlace + cell * run.xStep + i;
        var sum = FloatVector.fromArray(S, x, from, mask);
        for (int k = 1; k < count; k++) {
          sum = sum.add(FloatVector.fromArray(S, x, from + taps[k], mask));
        }
        sum.div(divisor).intoArray(y, run.yPlace + cell * run.yStep + i, mask);
      }
    }
  }

  @Override
  public void spread(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] y = (float[]) run.y;
    int[] taps = run.taps;
    var zero = FloatVector.zero(S);
    var divisor = FloatVector.broadcast(S, run.divisor);
    for (int i = 0; i < run.channels; i += W) {
      var mask = S.indexInRange(i, run.channels);
      for (int cell = 0; cell < run.cells; cell++) {
        var share =
            FloatVector.fromArray(S, t, run.tPlace + cell * run.tStep + i, mask)
                .div(divisor)
                .add(zero);
        int to = run.yPlace + cell * run.yStep + i;
        for (int k = 0; k < run.count; k++) {
          if (run.replaces) {
            share.intoArray(y, to + taps[k], mask);
          } else {
            FloatVector.fromArray(S, y, to + taps[k], mask)
                .add(share)
                .intoArray(y, to + taps[k], mask);
          }
        }
      }
    }
  }

  @Override
  public void find(PoolRun run) {
    plain.find(run);
  }

  @Override
  public void clear(PoolRun run, int from, int end) {
    Arrays.fill((float[]) run.y, from, end, 0);
  }
}
