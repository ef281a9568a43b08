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
    var text = new StringBuilder();
    text.append(
        """
        A network with 3 inputs, 2 hidden neurons and 1 output; sigmoid; E = (out - t)^2 / 2
          i1 = 1  i2 = 0  i3 = 1    t1 = 1    learning rate 0.9
          hidden: net_h1 = w1 i1 + w2 i2 + w3 i3 - 0.4     net_h2 = w4 i1 + w5 i2 + w6 i3 - 0.4
          output: net_o1 = w7 out_h1 + w8 out_h2 + 0.1

        Forward
        """);
    text.append(TwoLayers.values(pass));
    text.append("\nBackward\n");
    text.append(Texts.derivations(network, pass));
    network.step();
    return text.append(
            String.format(
                Locale.ROOT, "E after 1 step = %.12f\n", network.forward().error().item()))
        .toString();
  }
}
