package dev.chainrule.explain;

import java.util.List;
import java.util.Locale;

/// A network of three inputs, two hidden neurons and one output, with round numbers: small enough
/// for a blackboard, large enough to need the chain rule.
public final class ThreeTwoOne implements WorkedExample {
  private static final TwoLayers.Numbers NUMBERS =
      new TwoLayers.Numbers(
          List.of(1.0, 0.0, 1.0),
          List.of(1.0),
          List.of(0.2, 0.4, -0.5, -0.3, 0.1, 0.2, -0.3, -0.2),
          -0.4,
          0.1,
          0.9);

  /// Creates the example.
  public ThreeTwoOne() {}

  @Override
  public String name() {
    return "three-two-one";
  }

  @Override
  public String summary() {
    return "Three inputs, two hidden neurons, one output: one step of gradient descent.";
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
    return text.append(
            String.format(
                Locale.ROOT, "E after 1 step = %.12f\n", network.forward().error().item()))
        .toString();
  }

  private static String introduction() {
    return """
    A network with 3 inputs, 2 hidden neurons and 1 output, sigmoids, and half the squared error.
    The biases %s and %s are not trained.

    """
        .formatted(NUMBERS.hiddenBias(), NUMBERS.outputBias());
  }
}
