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

/// A layer that spreads every element of an image over a window: the transpose of a convolution
/// over 1, 2 or 3 axes, plus a bias. Steps make images larger.
///
/// `y[i, o] = Σ x[q, c] · weight[t, o, c] + bias[o]` over all `q` and `t` with `i = q · step + t ·
/// dilation − before`.
///
/// | | shape | initially |
/// |---|---|---|
/// | input | `[batch, 1 to 3 axes, in]` | |
/// | output | `[batch, (size − 1) · step + reach − before − after + more along each axis, outputs]` | |
/// | `weight` | `[window along each axis, outputs/groups, in]` | Glorot uniform |
/// | `bias` | `[outputs]` | zeros |
///
/// @param outputs the size of the result's last axis, at least 1
/// @param windows one for each axis; what they are stands in [Window]
/// @param more by how many places the result's axes are longer at their ends
/// @param groups into how many groups inputs and outputs are cut
/// @param bias whether there is a bias
/// @param weights the weight's initial values
public record ConvTranspose(
    int outputs, List<Window> windows, Shape more, int groups, boolean bias, Initializer weights)
    implements Layer {
  /// @throws IllegalArgumentException if there are no outputs, or not 1 to 3 windows, or if the
  ///   groups do not divide the outputs
  public ConvTranspose {
    windows = List.copyOf(windows);
    Images.require("ConvTranspose", windows.size());
    if (outputs < 1 || groups < 1 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "ConvTranspose: got %d outputs in %d groups; expected 1 or more, and equally many in each group"
              .formatted(outputs, groups));
    }
    for (int axis = 0; axis < windows.size(); axis++) {
      if (more.rank() != windows.size() || more.size(axis) >= windows.get(axis).step()) {
        throw new IllegalArgumentException(
            "ConvTranspose: %s places more at the ends; expected less than the step on each of %d axes"
                .formatted(more, windows.size()));
      }
    }
  }

  /// Returns the layer with windows that move by one and are kept whole.
  ///
  /// @param axes how many axes images have, 1 to 3
  public static ConvTranspose of(int axes, int outputs, int size) {
    var windows = Images.windows(axes, Window.of(size, 1));
    var more = Shape.of(new int[axes]);
    return new ConvTranspose(outputs, windows, more, 1, true, Initializers.glorotUniform());
  }

  /// Returns this layer with windows this far apart.
  public ConvTranspose step(int distance) {
    return with(w -> w.stepping(distance));
  }

  /// Returns this layer without so many places at every end of the result.
  public ConvTranspose padded(int places) {
    return with(w -> w.padded(places));
  }

  /// Returns this layer with other windows.
  public ConvTranspose with(UnaryOperator<Window> change) {
    var changed = Images.windows(windows, change);
    return new ConvTranspose(outputs, changed, more, groups, bias, weights);
  }

  /// Returns this layer with results that are longer at their ends by so many places on each axis.
  public ConvTranspose more(int... places) {
    return new ConvTranspose(outputs, windows, Shape.of(places), groups, bias, weights);
  }

  /// Returns this layer with inputs and outputs in groups.
  public ConvTranspose groups(int count) {
    return new ConvTranspose(outputs, windows, more, count, bias, weights);
  }

  /// Returns this layer without a bias.
  public ConvTranspose withoutBias() {
    return new ConvTranspose(outputs, windows, more, groups, false, weights);
  }

  /// Returns this layer with other initial weights.
  public ConvTranspose weights(Initializer initial) {
    return new ConvTranspose(outputs, windows, more, groups, bias, initial);
  }

  @Override
  public UnaryOperator<Tensor> build(Site site) {
    Images.require(site, windows.size());
    int inputs = Images.channels(site, groups);
    var weight =
        site.parameter(
            "weight", Images.sizes(windows).concat(Shape.of(outputs / groups, inputs)), weights);
    var shift =
        bias
            ? Optional.of(site.parameter("bias", Shape.of(outputs), Initializers.zeros()))
            : Optional.<Variable>empty();
    return x -> {
      LastAxis.require(site, x, inputs);
      var sum = Operations.convolutionTranspose(windows, groups, more, x, weight.value());
      return shift.map(b -> sum.add(b.value())).orElse(sum);
    };
  }
}
