package dev.chainrule.cli;

import java.math.BigDecimal;
import java.math.MathContext;

/// What is chosen where the user says nothing: what suits the data, and whether the network is the
/// user's own.
///
/// @param hidden the layers before the last
/// @param rate the learning rate of Adam
/// @param decay the weight decay of Adam
/// @param schedule how the learning rate changes
/// @param batch how many samples a step uses
/// @param epochs how many times the data is gone through
record Defaults(String hidden, double rate, double decay, String schedule, int batch, int epochs) {
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
          100,
          2);

  /// What suits other networks of images.
  private static final Defaults IMAGES =
      new Defaults("dense 256 relu", 0.001, 0, "cosine", 128, 10);

  /// @param ownLayers whether the user chose the layers
  static Defaults of(TrainingData data, boolean ownLayers) {
    if (data.hasImages()) {
      return data.name().equals("mnist") && !ownLayers ? MNIST : IMAGES;
    }
    var rows = data.train().size();
    return rows < FEW_ROWS
        ? table(rows, 32, 32, Math.clamp(32_000 / rows, 20, 60))
        : table(rows, 64, 64, Math.clamp(192_000 / rows, 8, 40));
  }

  private static Defaults table(int rows, int width, int batch, int epochs) {
    var hidden = "dense %d relu, dense %d relu".formatted(width, width);
    return new Defaults(hidden, 0.003, decay(rows), "cosine", batch, epochs);
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
