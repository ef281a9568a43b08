package dev.chainrule.golden;

import static java.util.Map.entry;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.golden.GoldenModel.Place;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.BatchNorm;
import dev.chainrule.nn.Dense;
import dev.chainrule.nn.Embedding;
import dev.chainrule.nn.Flatten;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.LayerNorm;
import dev.chainrule.nn.Reshape;
import dev.chainrule.nn.Residual;
import dev.chainrule.nn.RmsNorm;
import dev.chainrule.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What Chainrule calls each of the layers that models are listed from, and where their variables
/// lie.
///
/// It builds one model and gathers the places of its variables on the way.
final class ModelTable {
  private static final Map<String, Layer> PLAIN =
      Map.ofEntries(
          entry("relu", Activation.RELU),
          entry("tanh", Activation.TANH),
          entry("identity", function(x -> x)),
          entry("flatten", new Flatten()),
          entry("mean_time", function(x -> x.mean(1))));

  private final List<Place> places = new ArrayList<>();

  /// Returns layers one after the other.
  ///
  /// @param name what PyTorch's names of their parameters begin with
  /// @param variable what Chainrule's names of their variables begin with
  Layer sequence(Json layers, String name, String variable) {
    List<Layer> built = new ArrayList<>();
    for (Json layer : layers.items()) {
      int number = built.size();
      built.add(layer(layer.items(), name + "." + number, variable + number + "."));
    }
    return new Sequential(built);
  }

  /// Returns the places of all parameters and buffers so far, in order.
  List<Place> places() {
    return List.copyOf(places);
  }

  private Layer layer(List<Json> listed, String name, String variable) {
    String kind = listed.getFirst().asText();
    if (PLAIN.containsKey(kind)) {
      return PLAIN.get(kind);
    }
    return switch (kind) {
      case "linear" ->
          linear(
              name,
              variable,
              listed.get(2).asInt(),
              listed.size() < 4 || listed.get(3).asBoolean());
      case "reshape" -> new Reshape(Shape.of(sizes(listed.get(1))));
      case "residual" -> new Residual(sequence(listed.get(1), name, variable + "inner."));
      case "dropout" -> dropout(listed.get(1).asDouble());
      case "embedding" -> embedding(name, variable, listed.get(1).asInt(), listed.get(2).asInt());
      case "layernorm" -> layerNorm(name, variable, new LayerNorm(1, 1e-5));
      case "rmsnorm" -> rmsNorm(name, variable, new RmsNorm(1, 1e-5));
      default -> throw new NotApplicable("there is no layer " + kind + " yet");
    };
  }

  Layer linear(String name, String variable, int outputs, boolean bias) {
    parameter(name, variable, "weight", Tensor::transpose);
    if (bias) {
      parameter(name, variable, "bias", x -> x);
    }
    Dense dense = Dense.of(outputs);
    return bias ? dense : dense.withoutBias();
  }

  Layer embedding(String name, String variable, int count, int size) {
    parameter(name, variable, "weight", x -> x);
    return Embedding.of(count, size);
  }

  Layer layerNorm(String name, String variable, LayerNorm layer) {
    parameter(name, variable, "weight", x -> x);
    parameter(name, variable, "bias", x -> x);
    return layer;
  }

  Layer rmsNorm(String name, String variable, RmsNorm layer) {
    parameter(name, variable, "weight", x -> x);
    return layer;
  }

  Layer batchNorm(String name, String variable, BatchNorm layer) {
    if (layer.affine()) {
      parameter(name, variable, "weight", x -> x);
      parameter(name, variable, "bias", x -> x);
    }
    buffer(name, variable, "running_mean", "mean");
    buffer(name, variable, "running_var", "variance");
    buffer(name, variable, "num_batches_tracked", "batches");
    return layer;
  }

  private static Layer dropout(double rate) {
    if (rate != 0) {
      throw new NotApplicable("dropped elements differ from PyTorch's random numbers");
    }
    return function(x -> x);
  }

  private void parameter(String name, String variable, String own, UnaryOperator<Tensor> layout) {
    places.add(new Place(name + "." + own, false, variable + own, layout));
  }

  private void buffer(String name, String variable, String theirs, String ours) {
    places.add(new Place(name + "." + theirs, true, variable + ours, x -> x));
  }

  private static Layer function(UnaryOperator<Tensor> function) {
    return _ -> function;
  }

  private static int[] sizes(Json list) {
    return list.items().stream().mapToInt(Json::asInt).toArray();
  }
}
