package dev.chainrule.kernel;

import java.util.Arrays;

/// Pooling of single-precision numbers in plain Java.
final class FloatPool implements PoolKernel {

  @Override
  public void max(PoolRun run) {
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      for (int i = 0; i < run.channels; i++) {
        int from = run.xPlace + cell * run.xStep + i;
        y[run.yPlace + cell * run.yStep + i] = max(x, from, run);
      }
    }
  }

  private static float max(float[] x, int from, PoolRun run) {
    float max = x[from];
    for (int k = 1; k < run.count; k++) {
      max = Math.max(max, x[from + run.taps[k]]);
    }
    return max;
  }

  /// Returns which element of a window is the first of the largest ones, or the first NaN.
  private static int largest(float[] x, int from, PoolRun run) {
    float max = max(x, from, run);
    int k = 0;
    while (x[from + run.taps[k]] != max && !Float.isNaN(x[from + run.taps[k]])) {
      k++;
    }
    return k;
  }

  @Override
  public void take(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      for (int i = 0; i < run.channels; i++) {
        int k = largest(x, run.xPlace + cell * run.xStep + i, run);
        y[run.yPlace + cell * run.yStep + i] = t[run.tPlace + cell * run.tStep + i + run.taps[k]];
      }
    }
  }

  @Override
  public void place(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      for (int i = 0; i < run.channels; i++) {
        int k = largest(x, run.xPlace + cell * run.xStep + i, run);
        int to = run.yPlace + cell * run.yStep + i;
        for (int j = 0; run.replaces && j < run.count; j++) {
          y[to + run.taps[j]] = 0;
        }
        y[to + run.taps[k]] += t[run.tPlace + cell * run.tStep + i];
      }
    }
  }

  @Override
  public void average(PoolRun run) {
    float[] x = (float[]) run.x;
    float[] y = (float[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      for (int i = 0; i < run.channels; i++) {
        int from = run.xPlace + cell * run.xStep + i;
        float sum = x[from];
        for (int k = 1; k < run.count; k++) {
          sum += x[from + run.taps[k]];
        }
        y[run.yPlace + cell * run.yStep + i] = sum / run.divisor;
      }
    }
  }

  @Override
  public void spread(PoolRun run) {
    float[] t = (float[]) run.t;
    float[] y = (float[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      for (int i = 0; i < run.channels; i++) {
        float share = t[run.tPlace + cell * run.tStep + i] / run.divisor;
        int to = run.yPlace + cell * run.yStep + i;
        for (int k = 0; k < run.count; k++) {
          int place = to + run.taps[k];
          y[place] = (run.replaces ? 0 : y[place]) + share;
        }
      }
    }
  }

  @Override
  public void find(PoolRun run) {
    float[] x = (float[]) run.x;
    long[] y = (long[]) run.y;
    for (int cell = 0; cell < run.cells; cell++) {
      int first = run.place + cell * run.xStep / run.placeStep;
      for (int i = 0; i < run.channels; i++) {
        int k = largest(x, run.xPlace + cell * run.xStep + i, run);
        int found = first + run.taps[k] / run.placeStep;
        y[run.yPlace + cell * run.yStep + i] = found;
      }
    }
  }

  @Override
  public void clear(PoolRun run, int from, int end) {
    Arrays.fill((float[]) run.y, from, end, 0);
  }
}
