package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.nn.Network;
import java.util.Map;

/// The layer of a case: where its variables lie, and how it is called.
///
/// @param model the layer as a network of its own
/// @param call what PyTorch's call is here
record GoldenLayer(GoldenModel model, Call call) {
  /// A call of a layer.
  @FunctionalInterface
  interface Call {
    /// Returns the results by name.
    Map<String, Tensor> of(Network network, Arguments inputs);
  }

  /// Returns the layer of a case that takes one input and has one result.
  static GoldenLayer single(GoldenCase golden, Tensor x) {
    var order = golden.entry().get("order").items();
    if (order.size() != 1) {
      throw new NotApplicable("there is no layer with several inputs yet");
    }
    boolean channels = LayerTable.hasChannels(golden);
    var table = new ModelTable();
    var layer = LayerTable.layer(golden, table);
    var input = channels ? LayerTable.channelsLast(x) : x;
    var type = new TensorType(input.shape().without(0), input.dtype());
    var model = new GoldenModel(layer.build(type, golden.dtype(), 0), table.places());
    String name = order.getFirst().asText();
    return new GoldenLayer(
        model,
        (network, inputs) -> {
          var given = inputs.tensor(name);
          var y =
              channels
                  ? LayerTable.channelsFirst(network.apply(LayerTable.channelsLast(given)))
                  : network.apply(given);
          return Map.of("y", y);
        });
  }

  /// Returns the type of one sample of a batch.
  static TensorType sample(Tensor batch) {
    return new TensorType(batch.shape().without(0), batch.dtype());
  }
}
