package dev.chainrule.nn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializer;
import dev.chainrule.init.Initializers;
import dev.chainrule.op.Window;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A layer in which every output is a weighted sum of a window that slides over an image, plus a
/// bias: a convolution over 1, 2 or 3 axes.
///
/// `y[q, o] = Σₜ Σ_c x[q · step + t · dilation − before, c] · weight[t, c, o] + bias[o]`.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, 1 to 3 axes, in]` | |
/// | output | `[batch, windows along each axis, outputs]` | |
/// | `weight` | `[window along each axis, in/groups, outputs]` | Glorot uniform |
/// | `bias` | `[outputs]` | zeros |
///
/// @param outputs the size of the result's last axis, at least 1
/// @param windows one for each axis; what they are stands in [Window]
/// @param same whether images are padded so that there are `⌈size / step⌉` windows, whatever
///   padding the windows have; an odd place comes after the axis
/// @param groups into how many groups inputs and outputs are cut; an output sees the inputs of its
///   group
/// @param bias whether there is a bias
/// @param weights the weight's initial values
public record Conv(
    int outputs, List<Window> windows, boolean same, int groups, boolean bias, Initializer weights)
    implements Layer {
  /// @throws IllegalArgumentException if there are no outputs, or not 1 to 3 windows, or if the
  ///   groups do not divide the outputs
  public Conv {
    windows = List.copyOf(windows);
    Images.require("Conv", windows.size());
    if (outputs < 1 || groups < 1 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "Conv: got %d outputs in %d groups; expected 1 or more, and equally many in each group"
              .formatted(outputs, groups));
    }
  }

  /// Returns the layer with windows that move by one and stay inside the images.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static Conv of(int axes, int outputs, int size) {
    var windows = Images.windows(axes, Window.of(size, 1));
    return new Conv(outputs, windows, false, 1, true, Initializers.glorotUniform());
  }

  /// Returns this layer with windows this far apart.
  public Conv step(int distance) {
    return with(w -> w.stepping(distance));
  }

  /// Returns this layer for images padded by so many places at every end.
  public Conv padded(int places) {
    return with(w -> w.padded(places));
  }

  /// Returns this layer for images padded so that results are as large, or smaller by the step
  /// only.
  public Conv padded() {
    return new Conv(outputs, windows, true, groups, bias, weights);
  }

  /// Returns this layer with elements of windows this far apart.
  public Conv dilated(int distance) {
    return with(w -> w.dilated(distance));
  }

  /// Returns this layer with other windows.
  public Conv with(UnaryOperator<Window> change) {
    return new Conv(outputs, Images.windows(windows, change), same, groups, bias, weights);
  }

  /// Returns this layer with inputs and outputs in groups.
  public Conv groups(int count) {
    return new Conv(outputs, windows, same, count, bias, weights);
  }

  /// Returns this layer without a bias.
  public Conv withoutBias() {
    return new Conv(outputs, windows, same, groups, false, weights);
  }

  /// Returns this layer with other initial weights.
  public Conv weights(Initializer initial) {
    return new Conv(outputs, windows, same, groups, bias, initial);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, windows.size());
    int inputs = Images.channels(site, groups);
    var sliding = same ? Images.same(windows, site.input()) : windows;
    var weight =
        site.parameter(
            "weight", Images.sizes(windows).concat(Shape.of(inputs / groups, outputs)), weights);
    var shift =
        bias
            ? Optional.of(site.parameter("bias", Shape.of(outputs), Initializers.zeros()))
            : Optional.<Variable>empty();
    return x -> {
      LastAxis.require(site, x, inputs);
      var sum = Operations.convolution(sliding, groups, x, weight.value());
      return shift.map(b -> sum.add(b.value())).orElse(sum);
    };
  }
}
