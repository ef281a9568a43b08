package dev.chainrule.kernel;

import dev.chainrule.kernel.Gemm.Strides;
import java.util.Arrays;

/// Convolutions as they are defined: the windows are written into a matrix, one in each row, and
/// multiplied by [GemmReference]. Slow, plain, and the control for every fast way.
final class ConvolutionReference {
  private ConvolutionReference() {}

  static void run(
      ConvolutionProducts plan, float[] x, int xOffset, float[] w, int wOffset, float[] y, int to) {
    Arrays.fill(y, to, to + plan.cleared, 0);
    for (var product : plan.products) {
      int k = product.depth();
      float[] row = new float[k];
      float[] matrix = new float[k * product.columns];
      var gemm = Gemm.of(1, product.columns, k);
      var windows = product.windowing;
      for (int group = 0; group < windows.groups; group++) {
        for (int i = 0; i < matrix.length; i++) {
          matrix[i] = w[wOffset + weight(product, group, i)];
        }
        for (int place = 0; place < windows.batch * windows.windows(); place++) {
          for (int term = 0; term < k; term++) {
            int from = element(windows, place, group, term);
            row[term] = from < 0 ? 0 : x[xOffset + from];
          }
          GemmReference.multiply(gemm, row, 0, matrix, 0, y, to + result(product, place, group));
        }
      }
    }
  }

  static void run(
      ConvolutionProducts plan,
      double[] x,
      int xOffset,
      double[] w,
      int wOffset,
      double[] y,
      int to) {
    Arrays.fill(y, to, to + plan.cleared, 0);
    for (var product : plan.products) {
      int k = product.depth();
      double[] row = new double[k];
      double[] matrix = new double[k * product.columns];
      var gemm = Gemm.of(1, product.columns, k);
      var windows = product.windowing;
      for (int group = 0; group < windows.groups; group++) {
        for (int i = 0; i < matrix.length; i++) {
          matrix[i] = w[wOffset + weight(product, group, i)];
        }
        for (int place = 0; place < windows.batch * windows.windows(); place++) {
          for (int term = 0; term < k; term++) {
            int from = element(windows, place, group, term);
            row[term] = from < 0 ? 0 : x[xOffset + from];
          }
          GemmReference.multiply(gemm, row, 0, matrix, 0, y, to + result(product, place, group));
        }
      }
    }
  }

  static void run(
      ConvolutionWeights plan, float[] x, int xOffset, float[] y, int yOffset, float[] w, int to) {
    var windows = plan.windowing;
    int places = plan.places();
    float[] row = new float[places];
    var gemm =
        Gemm.of(1, plan.columns, places, Strides.ofColumns(places), new Strides(plan.out(), 1), 0);
    for (int group = 0; group < windows.groups; group++) {
      for (int term = 0; term < plan.rows(); term++) {
        for (int place = 0; place < places; place++) {
          int from = element(windows, place, group, term);
          row[place] = from < 0 ? 0 : x[xOffset + from];
        }
        int column = group * plan.columns;
        GemmReference.multiply(
            gemm, row, 0, y, yOffset + column, w, to + term * plan.out() + column);
      }
    }
  }

  static void run(
      ConvolutionWeights plan,
      double[] x,
      int xOffset,
      double[] y,
      int yOffset,
      double[] w,
      int to) {
    var windows = plan.windowing;
    int places = plan.places();
    double[] row = new double[places];
    var gemm =
        Gemm.of(1, plan.columns, places, Strides.ofColumns(places), new Strides(plan.out(), 1), 0);
    for (int group = 0; group < windows.groups; group++) {
      for (int term = 0; term < plan.rows(); term++) {
        for (int place = 0; place < places; place++) {
          int from = element(windows, place, group, term);
          row[place] = from < 0 ? 0 : x[xOffset + from];
        }
        int column = group * plan.columns;
        GemmReference.multiply(
            gemm, row, 0, y, yOffset + column, w, to + term * plan.out() + column);
      }
    }
  }

  /// Returns the place of a weight of a group's matrix, which has a row for each term.
  private static int weight(WindowProduct product, int group, int index) {
    var weights = product.weights;
    int channels = product.windowing.groupChannels();
    int term = index / product.columns;
    return weights.taps()[term / channels]
        + term % channels * weights.strides().column()
        + index % product.columns * weights.strides().row()
        + group * weights.group();
  }

  private static int result(WindowProduct product, int place, int group) {
    var windows = product.windowing;
    int inner = windows.inner.windows();
    int middle = windows.middle.windows();
    int outer = windows.outer.windows();
    var results = product.results;
    return results.place(
            place / inner / middle / outer, place / inner / middle % outer, place / inner % middle)
        + place % inner * results.inner()
        + group * product.columns;
  }

  /// Returns the place of a window's element, or −1 if it lies outside its image.
  private static int element(Windowing windows, int place, int group, int term) {
    int channels = windows.groupChannels();
    int tap = term / channels;
    int lengthOfInner = windows.inner.offsets().length;
    int lengthOfMiddle = windows.middle.offsets().length;
    int inner = at(windows.inner, place, tap % lengthOfInner);
    place /= windows.inner.windows();
    int middle = at(windows.middle, place, tap / lengthOfInner % lengthOfMiddle);
    place /= windows.middle.windows();
    int outer = at(windows.outer, place, tap / lengthOfInner / lengthOfMiddle);
    int image = place / windows.outer.windows();
    if (inner < 0 || middle < 0 || outer < 0) {
      return -1;
    }
    int row = (image * windows.outer.size() + outer) * windows.middle.size() + middle;
    return (row * windows.inner.size() + inner) * windows.channels
        + group * channels
        + term % channels;
  }

  private static int at(WindowAxis axis, int place, int tap) {
    int at = place % axis.windows() * axis.step() + axis.offsets()[tap];
    return at < 0 || at >= axis.size() ? -1 : at;
  }
}
