package dev.chainrule.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/// What is chosen where the user says nothing: what suits the data, and the network if that is the
/// user's own.
///
/// @param hidden the layers before the last
/// @param rate the learning rate of Adam
/// @param decay the weight decay of Adam
/// @param schedule how the learning rate changes
/// @param pace how many samples and steps there are
record Defaults(String hidden, double rate, double decay, String schedule, Pace pace) {
  /// How many samples a step uses, how many times the data is gone through, and after how many
  /// steps an epoch ends if its samples last longer.
  record Pace(int batch, int epochs, int steps) {
    Pace(int batch, int epochs) {
      this(batch, epochs, Integer.MAX_VALUE);
    }
  }

  /// Tables with fewer training rows get a smaller network.
  private static final int FEW_ROWS = 1000;

  private static final double MOST_DECAY = 2.5;

  /// What learns MNIST to above 99 % of the test images in a few seconds.
  private static final Defaults MNIST =
      new Defaults(
          "conv 5x5x16x2 batch-norm relu, conv 3x3x32x2 batch-norm relu,"
              + " conv 3x3x64 batch-norm relu, flatten",
          0.008,
          0,
          "one-cycle",
          new Pace(100, 2));

  /// A small residual network, which learns 10,000 photographs in minutes.
  private static final Defaults CIFAR10 =
      new Defaults(
          "conv 3x3x32 batch-norm relu, pool 2, "
              + block(32)
              + "conv 3x3x64x2 batch-norm relu, "
              + block(64)
              + "conv 3x3x128x2 batch-norm relu, "
              + block(128)
              + "global-pool",
          0.01,
          0.05,
          "one-cycle",
          new Pace(64, 20));

  /// What suits other networks of images.
  private static final Defaults IMAGES =
      new Defaults("dense 256 relu", 0.001, 0, "cosine", new Pace(128, 10));

  /// The networks of texts by name, for a number of characters and the length of a window.
  static final Choices<BiFunction<Integer, Integer, String>> MODELS =
      new Choices<>("--model", "model of text", models());

  private static Map<String, BiFunction<Integer, Integer, String>> models() {
    var all = new LinkedHashMap<String, BiFunction<Integer, Integer, String>>();
    var block = ", causal-transformer 4x512";
    all.put(
        "gpt",
        (characters, length) ->
            "embedding %dx128, positions %d".formatted(characters, length)
                + block.repeat(4)
                + ", layer-norm");
    all.put("lstm", (characters, _) -> "embedding %dx64, lstm 256".formatted(characters));
    return all;
  }

  static Defaults of(TrainingData data, TrainingOptions options) {
    var model = options.model();
    if (model.isPresent() && !(data.kind() instanceof DataKind.Text)) {
      throw new IllegalArgumentException(
          "--model: chooses a network of text, but %s is none; say --layers"
              .formatted(data.name()));
    }
    return switch (data.kind()) {
      case DataKind.Rows _ -> table(data.train().size());
      case DataKind.Images _ -> options.layers().isPresent() ? IMAGES : images(data.name());
      case DataKind.Text(var vocabulary) ->
          text(
              MODELS
                  .get(model.orElse("gpt"))
                  .apply(vocabulary.size(), data.train().inputShape().size(0)));
    };
  }

  private static Defaults images(String name) {
    return switch (name) {
      case "mnist" -> MNIST;
      case "cifar10" -> CIFAR10;
      default -> IMAGES;
    };
  }

  private static String block(int channels) {
    var conv = "conv 3x3x%d batch-norm".formatted(channels);
    return "residual (%s relu, %s), relu, ".formatted(conv, conv);
  }

  private static Defaults text(String hidden) {
    return new Defaults(hidden, 0.003, 0.1, "warm-up", new Pace(12, 4, 500));
  }

  private static Defaults table(int rows) {
    return rows < FEW_ROWS
        ? table(rows, 32, 32, Math.clamp(32_000 / rows, 20, 60))
        : table(rows, 64, 64, Math.clamp(192_000 / rows, 8, 40));
  }

  private static Defaults table(int rows, int width, int batch, int epochs) {
    var hidden = "dense %d relu, dense %d relu".formatted(width, width);
    return new Defaults(hidden, 0.003, decay(rows), "cosine", new Pace(batch, epochs));
  }

  /// The fewer rows there are, the sooner they are learned by heart; so a network of few rows is
  /// kept simple, by a decay that falls with their number.
  private static double decay(int rows) {
    return Math.min(MOST_DECAY, 600.0 / rows);
  }

  /// The decay with which a step shrinks weights as much as with the usual learning rate.
  double decay(double chosenRate) {
    return new BigDecimal(decay * rate / chosenRate).round(new MathContext(2)).doubleValue();
  }

  /// The network as text.
  String layers(int outputs) {
    return hidden + ", dense " + outputs;
  }
}
