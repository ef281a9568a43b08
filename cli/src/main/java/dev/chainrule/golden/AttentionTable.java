package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.FeedForward;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.LayerNorm;
import dev.chainrule.nn.MultiHeadAttention;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.TransformerDecoder;
import dev.chainrule.nn.TransformerEncoder;
import dev.chainrule.op.Attention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What Chainrule calls PyTorch's attention and transformer layers. A mask of truths says there
/// what must not be seen.
final class AttentionTable {
  private static final String WEIGHT = ".in_proj_weight";

  private final GoldenCase golden;
  private final Map<String, Tensor> inputs;
  private final Settings settings;
  private final ModelTable table = new ModelTable();
  private final boolean batchFirst;
  private final int size;
  private final int heads;

  private AttentionTable(GoldenCase golden, Map<String, Tensor> inputs, Settings settings) {
    this.golden = golden;
    this.inputs = inputs;
    this.settings = settings;
    batchFirst = settings.flag("batch_first", false);
    size = settings.integer("size");
    heads = settings.integer("heads");
  }

  /// Returns the layer of a case if it is made of attention.
  static Optional<GoldenLayer> find(GoldenCase golden, Map<String, Tensor> inputs) {
    String kind = golden.text("layer");
    if (!kind.equals("MultiheadAttention") && !kind.startsWith("Transformer")) {
      return Optional.empty();
    }
    var settings = LayerTable.arguments(golden, "size", "heads");
    var layer = new AttentionTable(golden, inputs, settings);
    return Optional.of(
        switch (kind) {
          case "MultiheadAttention" -> layer.attention();
          case "TransformerEncoderLayer" -> layer.encoder();
          case "TransformerDecoderLayer" -> layer.decoder();
          default -> throw new NotApplicable("there is no layer " + kind + " yet");
        });
  }

  private GoldenLayer attention() {
    boolean bias = settings.flag("bias", true);
    boolean ofKeys = settings.has("kdim");
    boolean packed = !settings.has("vdim") && !ofKeys;
    settings.checkAllUsed();
    if (packed) {
      table.place(WEIGHT, "weight", Tensor::transpose);
    } else {
      table.place(".q_proj_weight", "queryWeight", Tensor::transpose);
      table.place(".k_proj_weight", "keyWeight", Tensor::transpose);
      table.place(".v_proj_weight", "valueWeight", Tensor::transpose);
    }
    places("", "", bias);
    var layer = MultiHeadAttention.of(heads);
    var types = List.of(sample("q"), sample("k"), sample("v"));
    var network = (bias ? layer : layer.withoutBias()).build(types, golden.dtype(), 0);
    return new GoldenLayer(new GoldenModel(network, table.places()), this::attend);
  }

  /// Says where the variables of an attention lie, but for the weights of queries, keys and values.
  private void places(String name, String variable, boolean bias) {
    table.place(name + ".out_proj.weight", variable + "outputWeight", Tensor::transpose);
    if (bias) {
      table.place(name + ".in_proj_bias", variable + "bias", x -> x);
      table.place(name + ".out_proj.bias", variable + "outputBias", x -> x);
    }
  }

  private Map<String, Tensor> attend(Network network, Arguments in) {
    var given = new ArrayList<Tensor>();
    for (String name : List.of("q", "k", "v")) {
      given.add(batchFirst(in.tensor(name)));
    }
    in.find("m").map(AttentionTable::visible).ifPresent(given::add);
    in.find("p")
        .map(AttentionTable::visible)
        .map(MultiHeadAttention::padding)
        .ifPresent(given::add);
    Tensor y = network.apply(given.getFirst(), given.stream().skip(1).toArray(Tensor[]::new));
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("y", batchFirst(y));
    results.put("weights", weights(network, given));
    return results;
  }

  /// Returns the means over the heads of the weights, which the layer does not tell.
  private Tensor weights(Network network, List<Tensor> given) {
    Tensor q = heads(network, given.get(0), "queryWeight", 0);
    Tensor k = heads(network, given.get(1), "keyWeight", 1);
    var attention = new Attention(false, OptionalDouble.empty());
    var weights =
        given.size() == 3
            ? attention.weights(q, k)
            : attention.weights(q, k, Attention.added(given.get(3), q.dtype()));
    return weights.mean(1);
  }

  private Tensor heads(Network network, Tensor x, String name, int third) {
    var variables = network.variables();
    Tensor projected =
        variables.containsKey(name)
            ? x.matmul(Objects.requireNonNull(variables.get(name)).value())
            : x.matmul(
                Objects.requireNonNull(variables.get("weight"))
                    .value()
                    .slice(1, third * size, (third + 1) * size));
    var bias = variables.get("bias");
    Tensor shifted =
        bias == null
            ? projected
            : projected.add(bias.value().slice(0, third * size, (third + 1) * size));
    return shifted
        .reshape(x.shape().size(0), x.shape().size(1), heads, size / heads)
        .permute(0, 2, 1, 3);
  }

  private GoldenLayer encoder() {
    block("self_attn", "attention.");
    feed();
    norms(2);
    var layer =
        new TransformerEncoder(
            MultiHeadAttention.of(heads), feedForward(), LayerNorm.lastAxis(), normFirst(), 0);
    return built(
        layer,
        List.of(sample("x")),
        (network, in) ->
            in.find("m")
                .map(AttentionTable::visible)
                .map(mask -> network.apply(in.x(), mask))
                .orElseGet(() -> network.apply(in.x())));
  }

  private GoldenLayer decoder() {
    block("self_attn", "attention.");
    block("multihead_attn", "memory.");
    feed();
    norms(3);
    var attention = MultiHeadAttention.of(heads);
    var layer =
        new TransformerDecoder(
            attention, attention, feedForward(), LayerNorm.lastAxis(), normFirst(), 0);
    return built(
        layer,
        List.of(sample("x"), sample("mem")),
        (network, in) -> network.apply(in.x(), in.tensor("mem")));
  }

  /// A call of a block, which has one result.
  private interface BlockCall {
    Tensor of(Network network, Arguments in);
  }

  private GoldenLayer built(Layer layer, List<TensorType> types, BlockCall call) {
    if (settings.number("dropout", 0.1) != 0) {
      throw new NotApplicable("dropped elements differ from PyTorch's random numbers");
    }
    settings.checkAllUsed();
    if (!batchFirst) {
      throw new NotApplicable("blocks with time as first axis are not supported");
    }
    var network = layer.build(types, golden.dtype(), 0);
    return new GoldenLayer(
        new GoldenModel(network, table.places()), (built, in) -> Map.of("y", call.of(built, in)));
  }

  private void block(String name, String variable) {
    table.place("." + name + WEIGHT, variable + "weight", Tensor::transpose);
    places("." + name, variable, true);
  }

  private void feed() {
    table.linear(".linear1", "feed.widen.", 1, true);
    table.linear(".linear2", "feed.narrow.", 1, true);
  }

  private void norms(int count) {
    for (int i = 1; i <= count; i++) {
      table.layerNorm(".norm" + i, "norm" + i + ".", LayerNorm.lastAxis());
    }
  }

  private FeedForward feedForward() {
    boolean gelu = settings.text("activation", "relu").equals("gelu");
    return FeedForward.of(
        settings.integer("dim_feedforward"), gelu ? Activation.GELU : Activation.RELU);
  }

  private boolean normFirst() {
    return settings.flag("norm_first", false);
  }

  private TensorType sample(String name) {
    return GoldenLayer.sample(batchFirst(Objects.requireNonNull(inputs.get(name))));
  }

  /// Changes the places of batch and time, if the case has time first, and back.
  private Tensor batchFirst(Tensor x) {
    return batchFirst ? x : x.permute(1, 0, 2);
  }

  private static Tensor visible(Tensor hidden) {
    return dev.chainrule.op.Comparisons.NOT.on(hidden);
  }
}
