package dev.chainrule.explain;

import java.util.List;
import java.util.Locale;

/// The network of two inputs, two hidden neurons and two outputs whose backpropagation M. Mazur
/// worked out step by step (2015), the most copied example of all.
///
/// Its published error after one step and its final outputs are not those of backpropagation: they
/// come from hidden deltas that were computed with output weights already updated. This example
/// computes both and says so.
public final class Mazur implements WorkedExample {
  private static final TwoLayers.Numbers NUMBERS =
      new TwoLayers.Numbers(
          List.of(0.05, 0.10),
          List.of(0.01, 0.99),
          List.of(0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55),
          0.35,
          0.60,
          0.5);
  private static final int STEPS = 10_000;

  /// Creates the example.
  public Mazur() {}

  @Override
  public String name() {
    return "mazur";
  }

  @Override
  public String summary() {
    return "Two inputs, two hidden neurons, two outputs: every weight's gradient by the chain"
        + " rule.";
  }

  @Override
  public String text() {
    var network = new TwoLayers(NUMBERS);
    var pass = network.forward();
    var text =
        new StringBuilder(introduction())
            .append(network.description())
            .append("\nForward\n")
            .append(network.values(pass))
            .append("\nBackward\n");
    text.append(Texts.derivations(network, pass));
    network.step();
    double afterOne = network.forward().error().item();
    for (int step = 1; step < STEPS; step++) {
      network.step();
    }
    var last = network.forward();
    double[] outputs = last.out().toDoubleArray();
    text.append(
        String.format(
            Locale.ROOT,
            """
            E after 1 step       = %.12f
            E after 10,000 steps = %.9e
            outputs              = %.9f, %.9f
            """,
            afterOne,
            last.error().item(),
            outputs[0],
            outputs[1]));
    return text.append('\n').append(deviation()).toString();
  }

  /// What comes out when the hidden layer's deltas see output weights that were already updated.
  private static String deviation() {
    var mistaken = new TwoLayers(NUMBERS);
    mistaken.stepOutputFirst();
    double afterOne = mistaken.forward().error().item();
    for (int step = 1; step < STEPS; step++) {
      mistaken.stepOutputFirst();
    }
    double[] outputs = mistaken.forward().out().toDoubleArray();
    return """
    Often other numbers are copied: E = %.9f after 1 step, and outputs %.9f and
    %.9f after 10,000. They come from a mistake: there the hidden deltas are computed with output
    weights that are already updated. In backpropagation all gradients belong to the same weights,
    those from before the step; the numbers above are the correct ones.
    """
        .formatted(afterOne, outputs[0], outputs[1]);
  }

  private static String introduction() {
    return """
    A network with 2 inputs, 2 hidden neurons and 2 outputs, sigmoids, and half the squared error.
    The biases %s and %s are not trained.

    """
        .formatted(NUMBERS.hiddenBias(), NUMBERS.outputBias());
  }
}
