package dev.chainrule.golden;

import static java.util.Map.entry;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.golden.GoldenModel.Place;
import dev.chainrule.init.Initializers;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.AveragePool;
import dev.chainrule.nn.BatchNorm;
import dev.chainrule.nn.Dense;
import dev.chainrule.nn.Elu;
import dev.chainrule.nn.Embedding;
import dev.chainrule.nn.FeedForward;
import dev.chainrule.nn.GlobalAveragePool;
import dev.chainrule.nn.GroupNorm;
import dev.chainrule.nn.Gru;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.LayerNorm;
import dev.chainrule.nn.LeakyRelu;
import dev.chainrule.nn.LearnedPositions;
import dev.chainrule.nn.Lstm;
import dev.chainrule.nn.MaxPool;
import dev.chainrule.nn.MultiHeadAttention;
import dev.chainrule.nn.PRelu;
import dev.chainrule.nn.Reshape;
import dev.chainrule.nn.Residual;
import dev.chainrule.nn.RmsNorm;
import dev.chainrule.nn.Sequential;
import dev.chainrule.nn.TransformerEncoder;
import dev.chainrule.nn.WeightNorm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
          entry("sigmoid", Activation.SIGMOID),
          entry("gelu", Activation.GELU),
          entry("gelu_tanh", Activation.GELU_TANH),
          entry("silu", Activation.SILU),
          entry("elu", new Elu(1)),
          entry("leaky_relu", new LeakyRelu(0.01)),
          entry("softplus", Activation.SOFTPLUS),
          entry("mish", Activation.MISH),
          entry("hardswish", Activation.HARD_SWISH),
          entry("selu", Activation.SELU),
          entry("identity", function(x -> x)),
          entry("global_avgpool", new GlobalAveragePool()),
          entry("last_step", function(x -> x.select(1, -1))),
          entry("mean_time", function(x -> x.mean(1))));

  private final List<Place> places = new ArrayList<>();

  /// Whether samples are images, with their channels last.
  private boolean images;

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
    images |= GoldenModel.takesImages(kind);
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
      case "embedding" -> embedding(name, variable, embeddingOf(listed));
      case "pos_embedding" -> positions(name, variable, listed.get(1).asInt());
      case "block" -> block(name, variable, new Settings(listed.get(1)));
      case "flatten" -> function(images ? ModelTable::flatten : x -> x.flatten(1, -1));
      case "conv1d", "conv2d", "conv_transpose2d" -> convolution(name, variable, listed);
      case "maxpool2d" -> MaxPool.of(2, listed.get(1).asInt());
      case "avgpool2d" -> AveragePool.of(2, listed.get(1).asInt());
      case "batchnorm1d", "batchnorm2d" -> batchNorm(name, variable, BatchNorm.standard());
      case "lstm" -> recurrent(name, variable, Lstm.of(listed.get(2).asInt()), listed.get(3));
      case "gru" -> recurrent(name, variable, Gru.of(listed.get(2).asInt()), listed.get(3));
      case "layernorm" -> layerNorm(name, variable, new LayerNorm(1, 1e-5));
      case "groupnorm" -> affine(name, variable, true, GroupNorm.of(listed.get(1).asInt()));
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

  void bilinear(String name, String variable) {
    places.add(
        new Place(
            name + ".weight",
            false,
            variable + "weight",
            x -> x.permute(1, 2, 0),
            x -> x.permute(2, 0, 1)));
    parameter(name, variable, "bias", x -> x);
  }

  Layer weightNorm(String name, String variable, int outputs) {
    places.add(new Place(name + ".weight_g", false, variable + "length", ModelTable::columnOrLine));
    places.add(new Place(name + ".weight_v", false, variable + "direction", Tensor::transpose));
    parameter(name, variable, "bias", x -> x);
    return new WeightNorm(Dense.of(outputs));
  }

  /// Turns a column into a line and back.
  private static Tensor columnOrLine(Tensor x) {
    return x.shape().rank() == 1 ? x.unsqueeze(-1) : x.reshape(-1);
  }

  private Layer convolution(String name, String variable, List<Json> listed) {
    Map<String, Json> arguments = new HashMap<>();
    if (listed.size() > 4) {
      arguments.putAll(listed.get(4).members());
    }
    arguments.put("kernel_size", listed.get(3));
    var s = new Settings(Json.of(arguments));
    String kind = listed.getFirst().asText();
    boolean transposed = kind.startsWith("conv_transpose");
    int axes = kind.charAt(kind.length() - 2) - '0';
    Layer layer = convolution(name, variable, transposed, axes, listed.get(2).asInt(), s);
    s.checkAllUsed();
    return layer;
  }

  /// Makes one axis of all axes of an image in PyTorch's order.
  private static Tensor flatten(Tensor x) {
    return LayerTable.channelsFirst(x).flatten(1, -1);
  }

  /// Returns a convolution.
  ///
  /// @param s the size of windows, and what else is known of them
  Layer convolution(
      String name, String variable, boolean transposed, int axes, int outputs, Settings s) {
    boolean bias = s.flag("bias", true);
    places.add(
        new Place(
            name + ".weight",
            false,
            variable + "weight",
            OpTableConvolutions::windowFirst,
            OpTableConvolutions::windowLast));
    if (bias) {
      parameter(name, variable, "bias", x -> x);
    }
    return ConvolutionTable.layer(transposed, axes, outputs, bias, s);
  }

  Layer embedding(String name, String variable, Embedding layer) {
    parameter(name, variable, "weight", x -> x);
    return layer;
  }

  private static Embedding embeddingOf(List<Json> listed) {
    return Embedding.of(listed.get(1).asInt(), listed.get(2).asInt());
  }

  private Layer positions(String name, String variable, int count) {
    parameter(name, variable, "weight", x -> x);
    return LearnedPositions.of(count);
  }

  Layer prelu(String name, String variable) {
    places.add(new Place(name + ".weight", false, variable + "slope", x -> x));
    return new PRelu();
  }

  private Layer recurrent(String name, String variable, Layer layer, Json options) {
    new Settings(options).checkAllUsed();
    recurrent(name, variable, "_l0");
    return layer;
  }

  /// Says where the variables of a recurrent layer lie.
  ///
  /// @param suffix what PyTorch's names end with
  void recurrent(String name, String variable, String suffix) {
    place(name + ".weight_ih" + suffix, variable + "weight", Tensor::transpose);
    place(name + ".weight_hh" + suffix, variable + "recurrent", Tensor::transpose);
    place(name + ".bias_ih" + suffix, variable + "bias", x -> x);
    place(name + ".bias_hh" + suffix, variable + "recurrentBias", x -> x);
  }

  /// Says where a parameter lies.
  ///
  /// @param layout turns PyTorch's layout into Chainrule's and, as it is its own inverse, back
  void place(String name, String variable, UnaryOperator<Tensor> layout) {
    places.add(new Place(name, false, variable, layout));
  }

  private Layer block(String name, String variable, Settings s) {
    boolean bias = s.flag("bias", true);
    boolean rms = s.text("norm", "").equals("rms");
    var norm = norm(name + ".n1", variable + "norm1.", rms);
    norm(name + ".n2", variable + "norm2.", rms);
    place(name + ".qkv.weight", variable + "attention.weight", Tensor::transpose);
    place(name + ".proj.weight", variable + "attention.outputWeight", Tensor::transpose);
    if (bias) {
      place(name + ".proj.bias", variable + "attention.outputBias", x -> x);
    }
    linear(name + ".fc1", variable + "feed.widen.", 1, bias);
    linear(name + ".fc2", variable + "feed.narrow.", 1, bias);
    s.integer("d");
    var activation = Objects.requireNonNull(PLAIN.get(s.text("act", "")), "act");
    return new TransformerEncoder(
        new MultiHeadAttention(
            s.integer("heads"),
            s.flag("causal", true),
            false,
            false,
            bias,
            0,
            Initializers.glorotUniform()),
        new FeedForward(s.integer("ff"), activation, bias),
        norm,
        s.flag("norm_first", true),
        0);
  }

  private Layer norm(String name, String variable, boolean rms) {
    return rms
        ? rmsNorm(name, variable, new RmsNorm(1, 1e-5))
        : layerNorm(name, variable, new LayerNorm(1, 1e-5));
  }

  Layer layerNorm(String name, String variable, LayerNorm layer) {
    parameter(name, variable, "weight", x -> x);
    parameter(name, variable, "bias", x -> x);
    return layer;
  }

  /// Returns a layer that may have a weight and a bias.
  Layer affine(String name, String variable, boolean affine, Layer layer) {
    if (affine) {
      parameter(name, variable, "weight", x -> x);
      parameter(name, variable, "bias", x -> x);
    }
    return layer;
  }

  Layer rmsNorm(String name, String variable, RmsNorm layer) {
    parameter(name, variable, "weight", x -> x);
    return layer;
  }

  Layer batchNorm(String name, String variable, BatchNorm layer) {
    affine(name, variable, layer.affine(), layer);
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
