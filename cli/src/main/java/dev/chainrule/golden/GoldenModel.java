package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A network of Chainrule made from a case's list of layers, with its variables under PyTorch's
/// names.
///
/// @param network the network
/// @param places where each of PyTorch's parameters and buffers lies
record GoldenModel(Network network, List<Place> places) {
  /// One parameter or buffer.
  ///
  /// @param name PyTorch's name with `.` before it, `.3.0.weight`
  /// @param isBuffer whether PyTorch counts it among the buffers, which are not trained
  /// @param variable Chainrule's name, `3.inner.0.weight`
  /// @param layout turns PyTorch's layout into Chainrule's
  /// @param back turns Chainrule's layout into PyTorch's
  record Place(
      String name,
      boolean isBuffer,
      String variable,
      UnaryOperator<Tensor> layout,
      UnaryOperator<Tensor> back) {
    /// The place of a variable whose layout is its own inverse.
    Place(String name, boolean isBuffer, String variable, UnaryOperator<Tensor> layout) {
      this(name, isBuffer, variable, layout, layout);
    }
  }

  /// Layers that images come first to.
  private static final Set<String> OF_IMAGES =
      Set.of("conv1d", "conv2d", "conv_transpose2d", "maxpool2d", "avgpool2d", "batchnorm2d");

  /// Returns inputs as a network of these layers takes them: images with their channels last.
  static Tensor input(Json layers, Tensor x) {
    String first = layers.items().getFirst().items().getFirst().asText();
    return takesImages(first) ? LayerTable.channelsLast(x) : x;
  }

  static boolean takesImages(String layer) {
    return OF_IMAGES.contains(layer);
  }

  /// Builds a network from a list of layers.
  ///
  /// @param input the type of one sample
  /// @throws NotApplicable if Chainrule lacks one of the layers
  static GoldenModel build(Json layers, TensorType input, DType dtype) {
    var table = new ModelTable();
    Layer layer = table.sequence(layers, "", "");
    return new GoldenModel(layer.build(input, dtype, 0), table.places());
  }

  /// Sets the variables to what the case tells: a parameter to `PARAMETERS.NAME`, a buffer to
  /// `BUFFERS.NAME`.
  void load(GoldenCase golden, String parameters, String buffers) {
    for (Place place : places) {
      Tensor value = golden.tensor((place.isBuffer() ? buffers : parameters) + place.name());
      variable(place).assign(place.layout().apply(value));
    }
  }

  /// Compares parameters with what the case tells as `PARAMETERS.NAME`.
  void compareParameters(Findings findings, String parameters, Tolerance tolerance) {
    compare(findings, parameters, false, tolerance);
  }

  /// Compares buffers with what the case tells as `BUFFERS.NAME`.
  void compareBuffers(Findings findings, String buffers, Tolerance tolerance) {
    compare(findings, buffers, true, tolerance);
  }

  private void compare(Findings findings, String prefix, boolean isBuffer, Tolerance tolerance) {
    for (Place place : places) {
      if (place.isBuffer() == isBuffer) {
        Tensor value = place.back().apply(variable(place).value().detach());
        findings.compare(prefix + place.name(), value, tolerance);
      }
    }
  }

  /// Returns what code gives that must move no running statistics and is not recorded.
  Tensor asIs(Supplier<Tensor> code) {
    Map<Variable, Tensor> before = new LinkedHashMap<>();
    for (Variable variable : network.variables().values()) {
      if (!variable.trainable()) {
        before.put(variable, variable.value());
      }
    }
    Tensor result = Tape.withoutGradient(code::get);
    before.forEach(Variable::assign);
    return result;
  }

  Variable variable(Place place) {
    return Objects.requireNonNull(network.variables().get(place.variable()), place.variable());
  }
}
