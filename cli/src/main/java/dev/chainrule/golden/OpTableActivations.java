package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import dev.chainrule.op.Glu;
import java.util.Arrays;

/// Activations that have arguments of their own; the others need no line, see `OpTableElementwise`.
final class OpTableActivations {
  private OpTableActivations() {}

  static void fill(OpTable table) {
    addSmooth(table);
    addKinked(table);
    table.one("dropout_given_mask", OpTableActivations::dropped);
  }

  private static void addSmooth(OpTable table) {
    table.one("celu", a -> Activations.celu(a.number("alpha", 1)).on(a.x()));
    table.one("elu", a -> Activations.elu(a.number("alpha", 1)).on(a.x()));
    table.one(
        "softplus",
        a -> Activations.softplus(a.number("beta", 1), a.number("threshold", 20)).on(a.x()));
    table.one(
        "gelu",
        a ->
            (a.text("approximate", "none").equals("tanh")
                    ? Activations.GELU_TANH
                    : Activations.GELU)
                .on(a.x()));
    table.one("glu", a -> Glu.of(a.x(), a.integer("dim", -1)));
  }

  private static void addKinked(OpTable table) {
    table.one("leaky_relu", a -> Activations.leakyRelu(a.number("negative_slope", 0.01)).on(a.x()));
    table.one(
        "hardtanh",
        a -> Activations.hardTanh(a.number("min_val", -1), a.number("max_val", 1)).on(a.x()));
    table.one("hardshrink", a -> Activations.hardShrink(a.number("lambd", 0.5)).on(a.x()));
    table.one("softshrink", a -> Activations.softShrink(a.number("lambd", 0.5)).on(a.x()));
    table.one(
        "threshold",
        a -> Activations.threshold(a.number("threshold"), a.number("value")).on(a.x()));
    table.one("prelu", a -> Activations.PRELU.on(a.x(), perChannel(a.tensor("weight"), a.x())));
  }

  /// Returns one number for each channel, which are axis 1, or one for all, as it broadcasts.
  private static Tensor perChannel(Tensor weight, Tensor x) {
    if (weight.shape().elements() == 1 || x.shape().rank() < 2) {
      return weight;
    }
    int[] sizes = new int[x.shape().rank()];
    Arrays.fill(sizes, 1);
    sizes[1] = weight.shape().elements();
    return weight.reshape(sizes);
  }

  private static Tensor dropped(Arguments a) {
    return a.x().mul(a.tensor("mask").to(a.x().dtype())).div(1 - a.number("p"));
  }
}
