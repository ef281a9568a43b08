package dev.chainrule.op;

import dev.chainrule.Shape;
import java.util.Arrays;
import java.util.List;

/// The three sums of a convolution, term by term.
///
/// @param shapes of images, weights and results
record ConvolutionSums(List<Window> windows, int groups, Convolving.Shapes shapes) {
  private static final double OUTSIDE = 0;

  /// `y[n, q, o] = Σ x[n, q · step + t · dilation − before, c] · w[t, c, o]`
  Plain results(Plain x, Plain w) {
    int channels = shapes.w().size(-2);
    return Plain.generate(
        shapes.y(),
        y -> {
          double sum = 0;
          for (int i = 0; i < kernel().elements(); i++) {
            int[] t = Plain.index(kernel(), i);
            for (int c = 0; c < channels; c++) {
              sum += image(x, y, t, c) * w.get(weight(t, c, last(y)));
            }
          }
          return sum;
        });
  }

  /// `x[n, i, c] = Σ y[n, q, o] · w[t, c, o]` over all `t` and `q` with `q · step + t · dilation −
  /// before = i`; results beyond the first and the last window are zeros
  Plain images(Plain y, Plain w) {
    int channels = shapes.w().size(-2);
    int outputs = last(shapes.y().sizes()) / groups;
    return Plain.generate(
        shapes.x(),
        x -> {
          double sum = 0;
          int first = last(x) / channels * outputs;
          for (int i = 0; i < kernel().elements(); i++) {
            int[] t = Plain.index(kernel(), i);
            for (int o = first; o < first + outputs && reaches(x, t); o++) {
              sum += result(y, x, t, o) * w.get(weight(t, last(x) % channels, o));
            }
          }
          return sum;
        });
  }

  /// `w[t, c, o] = Σ x[n, q · step + t · dilation − before, c] · y[n, q, o]`
  Plain weights(Plain x, Plain y) {
    int outputs = last(shapes.y().sizes());
    var places = shapes.y().without(-1);
    return Plain.generate(
        shapes.w(),
        w -> {
          double sum = 0;
          for (int i = 0; i < places.elements(); i++) {
            int[] at = with(Plain.index(places, i), last(w));
            sum += image(x, at, w, w[w.length - 2]) * y.values()[i * outputs + last(w)];
          }
          return sum;
        });
  }

  /// Returns where an element of a window lies.
  private int place(int axis, int window, int element) {
    var w = windows.get(axis);
    return window * w.step() + element * w.dilation() - w.before();
  }

  private Shape kernel() {
    return shapes.w().part(0, windows.size());
  }

  /// Returns the element `t` of the window of a result in the result's group.
  private double image(Plain x, int[] y, int[] t, int channel) {
    int[] index = new int[y.length];
    index[0] = y[0];
    for (int axis = 0; axis < windows.size(); axis++) {
      index[axis + 1] = place(axis, y[axis + 1], t[axis]);
    }
    int group = last(y) / (last(shapes.y().sizes()) / groups);
    index[y.length - 1] = group * shapes.w().size(-2) + channel;
    return at(x, index);
  }

  /// Returns whether there is a window, inside or beyond the images, whose element `t` lies here.
  private boolean reaches(int[] x, int[] t) {
    for (int axis = 0; axis < windows.size(); axis++) {
      if (distance(x, t, axis) % windows.get(axis).step() != 0) {
        return false;
      }
    }
    return true;
  }

  private int distance(int[] x, int[] t, int axis) {
    return x[axis + 1] - place(axis, 0, t[axis]);
  }

  private double result(Plain y, int[] x, int[] t, int output) {
    int[] index = new int[x.length];
    index[0] = x[0];
    for (int axis = 0; axis < windows.size(); axis++) {
      index[axis + 1] = Math.floorDiv(distance(x, t, axis), windows.get(axis).step());
    }
    index[x.length - 1] = output;
    return at(y, index);
  }

  private int[] weight(int[] t, int channel, int output) {
    return with(with(t, channel), output);
  }

  private static double at(Plain plain, int[] index) {
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= plain.shape().size(axis)) {
        return OUTSIDE;
      }
    }
    return plain.values()[Plain.place(plain.shape(), index)];
  }

  private static int last(int... index) {
    return index[index.length - 1];
  }

  private static int[] with(int[] index, int last) {
    int[] longer = Arrays.copyOf(index, index.length + 1);
    longer[index.length] = last;
    return longer;
  }
}
