package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.nn.BatchNorm;
import dev.chainrule.nn.Embedding;
import dev.chainrule.nn.EmbeddingBag;
import dev.chainrule.nn.GroupNorm;
import dev.chainrule.nn.InstanceNorm;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.LayerNorm;
import dev.chainrule.nn.RmsNorm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What Chainrule calls each of PyTorch's layers, with PyTorch's defaults and order of arguments.
final class LayerTable {
  private LayerTable() {}

  /// Returns the layer of a case; the places of its variables are added to the table of the model.
  ///
  /// @throws NotApplicable if Chainrule has no such layer, or not with these arguments
  static Layer layer(GoldenCase golden, ModelTable table) {
    String name = golden.text("layer");
    return switch (name) {
      case "Linear" -> linear(arguments(golden, "in_features", "out_features", "bias"), table);
      case "Embedding" -> embedding(arguments(golden, "num_embeddings", "embedding_dim"), table);
      case "PReLU" -> prelu(arguments(golden, "num_parameters"), table);
      case "LayerNorm" -> layerNorm(arguments(golden, "normalized_shape", "eps"), table);
      case "RMSNorm" -> rmsNorm(arguments(golden, "normalized_shape", "eps"), table);
      case "BatchNorm1d", "BatchNorm2d", "BatchNorm3d" ->
          batchNorm(arguments(golden, "num_features", "eps", "momentum", "affine"), table);
      case "EmbeddingBag" -> bag(arguments(golden, "num_embeddings", "embedding_dim"), table);
      case "WeightNormLinear" ->
          weightNorm(arguments(golden, "in_features", "out_features"), table);
      case "GroupNorm" ->
          groupNorm(arguments(golden, "num_groups", "num_channels", "eps", "affine"), table);
      case "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d" ->
          instanceNorm(arguments(golden, "num_features", "eps", "momentum", "affine"), table);
      case "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d" ->
          convolution(arguments(golden, "in_channels", "out_channels", "kernel_size"), name, table);
      default -> throw new NotApplicable("there is no layer " + name + " yet");
    };
  }

  /// Reports whether the layer's channels are PyTorch's axis 1, which is Chainrule's last.
  static boolean hasChannels(GoldenCase golden) {
    String layer = golden.text("layer");
    return layer.equals("PReLU") || layer.matches("(Batch|Instance|Group)Norm.*|Conv.*");
  }

  /// Returns the arguments of the constructor by name, those by position under the given names.
  static Settings arguments(GoldenCase golden, String... names) {
    Map<String, Json> arguments = new LinkedHashMap<>();
    List<Json> positional = golden.entry().get("positional_args").items();
    if (positional.size() > names.length) {
      throw new NotApplicable("only the arguments " + String.join(", ", names) + " are supported");
    }
    for (int i = 0; i < positional.size(); i++) {
      arguments.put(names[i], positional.get(i));
    }
    arguments.putAll(golden.entry().get("args").members());
    return new Settings(Json.of(arguments));
  }

  private static Layer linear(Settings s, ModelTable table) {
    s.integer("in_features");
    return checked(s, table.linear("", "", s.integer("out_features"), s.flag("bias", true)));
  }

  private static Layer embedding(Settings s, ModelTable table) {
    var layer = Embedding.of(s.integer("num_embeddings"), s.integer("embedding_dim"));
    var padded = s.has("padding_idx") ? layer.padding(s.integer("padding_idx")) : layer;
    return checked(s, table.embedding("", "", padded));
  }

  private static Layer prelu(Settings s, ModelTable table) {
    s.integer("num_parameters");
    return checked(s, table.prelu("", ""));
  }

  private static Layer layerNorm(Settings s, ModelTable table) {
    var layer = new LayerNorm(s.integers("normalized_shape").length, s.number("eps", 1e-5));
    return checked(s, table.layerNorm("", "", layer));
  }

  private static Layer rmsNorm(Settings s, ModelTable table) {
    var layer = new RmsNorm(s.integers("normalized_shape").length, s.number("eps", Math.ulp(1.0)));
    return checked(s, table.rmsNorm("", "", layer));
  }

  private static Layer batchNorm(Settings s, ModelTable table) {
    s.integer("num_features");
    OptionalDouble momentum =
        s.isNull("momentum")
            ? OptionalDouble.empty()
            : OptionalDouble.of(s.number("momentum", 0.1));
    var layer = new BatchNorm(momentum, s.number("eps", 1e-5), s.flag("affine", true));
    return checked(s, table.batchNorm("", "", layer));
  }

  private static Layer bag(Settings s, ModelTable table) {
    var vectors = Embedding.of(s.integer("num_embeddings"), s.integer("embedding_dim"));
    table.embedding("", "", vectors);
    var join = EmbeddingBag.Join.valueOf(s.text("mode", "mean").toUpperCase(Locale.ROOT));
    return checked(s, new EmbeddingBag(vectors, join));
  }

  private static Layer weightNorm(Settings s, ModelTable table) {
    s.integer("in_features");
    return checked(s, table.weightNorm("", "", s.integer("out_features")));
  }

  private static Layer groupNorm(Settings s, ModelTable table) {
    s.integer("num_channels");
    boolean affine = s.flag("affine", true);
    var layer = new GroupNorm(s.integer("num_groups"), s.number("eps", 1e-5), affine);
    return checked(s, table.affine("", "", affine, layer));
  }

  private static Layer instanceNorm(Settings s, ModelTable table) {
    s.integer("num_features");
    s.number("momentum", 0.1); // without running numbers it changes nothing
    boolean affine = s.flag("affine", false);
    return checked(
        s, table.affine("", "", affine, new InstanceNorm(s.number("eps", 1e-5), affine)));
  }

  private static Layer convolution(Settings s, String name, ModelTable table) {
    s.integer("in_channels");
    int axes = name.charAt(name.length() - 2) - '0';
    int outputs = s.integer("out_channels");
    boolean transposed = name.startsWith("ConvTranspose");
    return checked(s, table.convolution("", "", transposed, axes, outputs, s));
  }

  private static Layer checked(Settings used, Layer layer) {
    used.checkAllUsed();
    return layer;
  }

  /// Moves axis 1 to the end.
  static Tensor channelsLast(Tensor x) {
    int rank = x.shape().rank();
    return x.permute(
        IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray());
  }

  /// Moves the last axis to place 1.
  static Tensor channelsFirst(Tensor x) {
    int rank = x.shape().rank();
    return x.permute(
        IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray());
  }
}
