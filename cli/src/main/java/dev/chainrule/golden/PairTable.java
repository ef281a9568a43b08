package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.nn.Bilinear;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What Chainrule calls PyTorch's layers of two inputs.
final class PairTable {
  private PairTable() {}

  /// Returns the layer of a case if it takes two inputs.
  static Optional<GoldenLayer> find(GoldenCase golden, Map<String, Tensor> inputs) {
    return switch (golden.text("layer")) {
      case "Bilinear" -> Optional.of(bilinear(golden, inputs));
      case "EmbeddingBag" ->
          inputs.containsKey("offsets") ? Optional.of(bag(golden, inputs)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static GoldenLayer bag(GoldenCase golden, Map<String, Tensor> inputs) {
    var table = new ModelTable();
    var layer = LayerTable.layer(golden, table);
    var types = inputs.values().stream().map(GoldenLayer::sample).toList();
    var model = new GoldenModel(layer.build(types, golden.dtype(), 0), table.places());
    return new GoldenLayer(
        model, (network, in) -> Map.of("y", network.apply(in.tensor("i"), in.tensor("offsets"))));
  }

  private static GoldenLayer bilinear(GoldenCase golden, Map<String, Tensor> inputs) {
    var settings = LayerTable.arguments(golden, "in1_features", "in2_features", "out_features");
    settings.integer("in1_features");
    settings.integer("in2_features");
    var layer = Bilinear.of(settings.integer("out_features"));
    settings.checkAllUsed();
    var table = new ModelTable();
    table.bilinear("", "");
    var types =
        List.of(
            GoldenLayer.sample(Objects.requireNonNull(inputs.get("a"))),
            GoldenLayer.sample(Objects.requireNonNull(inputs.get("b"))));
    var model = new GoldenModel(layer.build(types, golden.dtype(), 0), table.places());
    return new GoldenLayer(model, (network, in) -> Map.of("y", network.apply(in.a(), in.b())));
  }
}
