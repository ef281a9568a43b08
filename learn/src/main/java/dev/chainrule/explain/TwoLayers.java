package dev.chainrule.explain;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.op.Arithmetic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A network of two layers with sigmoids and a squared error, with a name for every number: the
/// material of worked examples.
///
/// Weights are `w1, w2, …`: first those of the hidden layer, neuron by neuron, then those of the
/// output layer. Layouts are `[in, out]`; everything is computed in double precision.
final class TwoLayers {
  private final Tensor inputs;
  private final Tensor targets;
  private final Variable hidden;
  private final Variable output;
  private final Tensor hiddenBias;
  private final Tensor outputBias;
  private final double rate;
  private final List<String> hiddenNames;
  private final List<String> outputNames;

  /// The numbers that define the network.
  ///
  /// @param weights `w1, w2, …`
  /// @param hiddenBias shared by all hidden neurons, not trained
  /// @param outputBias shared by all outputs, not trained
  /// @param rate the learning rate
  record Numbers(
      List<Double> inputs,
      List<Double> targets,
      List<Double> weights,
      double hiddenBias,
      double outputBias,
      double rate) {

    int hiddenNeurons() {
      return weights.size() / (inputs.size() + targets.size());
    }
  }

  TwoLayers(Numbers numbers) {
    int in = numbers.inputs.size();
    int neurons = numbers.hiddenNeurons();
    int out = numbers.targets.size();
    inputs = row(numbers.inputs).tracked();
    targets = row(numbers.targets).tracked();
    hidden = weights(numbers.weights.subList(0, in * neurons), in, neurons);
    output = weights(numbers.weights.subList(in * neurons, (in + out) * neurons), neurons, out);
    hiddenBias = Tensor.scalar(numbers.hiddenBias, DType.F64);
    outputBias = Tensor.scalar(numbers.outputBias, DType.F64);
    rate = numbers.rate;
    hiddenNames = weightNames(in, neurons, 0);
    outputNames = weightNames(neurons, out, in * neurons);
  }

  private static Tensor row(List<Double> numbers) {
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return Tensor.of(values, Shape.of(1, values.length));
  }

  /// Turns weights that are listed neuron by neuron into the layout `[in, out]`.
  private static Variable weights(List<Double> listed, int in, int out) {
    double[] values = new double[in * out];
    for (int i = 0; i < values.length; i++) {
      values[i] = listed.get(i % out * in + i / out);
    }
    return Variable.of(Tensor.of(values, Shape.of(in, out)));
  }

  private static List<String> weightNames(int in, int out, int before) {
    var names = new ArrayList<String>();
    for (int i = 0; i < in * out; i++) {
      names.add("w" + (1 + before + i % out * in + i / out));
    }
    return names;
  }

  /// One pass through the network, recorded.
  ///
  /// @param names of all values in it
  record Pass(
      Tensor hiddenNet, Tensor hiddenOut, Tensor net, Tensor out, Tensor error, Names names) {}

  Pass forward() {
    var hiddenNet = inputs.matmul(hidden.value()).add(hiddenBias);
    var hiddenOut = hiddenNet.sigmoid();
    var net = hiddenOut.matmul(output.value()).add(outputBias);
    var out = net.sigmoid();
    var error = Arithmetic.SQUARE.on(out.sub(targets)).mul(0.5).sum().named("E");
    var names =
        Names.none()
            .put(inputs, numbered("i", inputs))
            .put(targets, numbered("t", targets))
            .put(hidden, hiddenNames.toArray(String[]::new))
            .put(output, outputNames.toArray(String[]::new))
            .put(hiddenNet, numbered("net_h", hiddenNet))
            .put(hiddenOut, numbered("out_h", hiddenOut))
            .put(net, numbered("net_o", net))
            .put(out, numbered("out_o", out))
            .put(error, "E");
    return new Pass(hiddenNet, hiddenOut, net, out, error, names);
  }

  private static String[] numbered(String name, Tensor tensor) {
    int count = tensor.shape().elements();
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = name + (i + 1);
    }
    return names;
  }

  /// Returns the explanation of every weight's gradient, in the order of the weights.
  List<Explanation> explanations(Pass pass) {
    var all = new ArrayList<Explanation>();
    for (var layer : List.of(hidden, output)) {
      int in = layer.shape().size(0);
      int out = layer.shape().size(1);
      for (int neuron = 0; neuron < out; neuron++) {
        for (int i = 0; i < in; i++) {
          all.add(Explanation.of(pass.error(), layer, pass.names(), i, neuron));
        }
      }
    }
    return all;
  }

  /// Updates all weights at once by gradient descent: `w − rate · dE/dw`.
  void step() {
    var gradients = forward().error().backward();
    for (var layer : List.of(hidden, output)) {
      layer.assign(layer.value().sub(gradients.of(layer).mul(rate)).detach());
    }
  }

  /// The mistake that Mazur's published numbers come from: the output layer is updated first, and
  /// the hidden layer's gradients are computed with its new weights but the old outputs' deltas.
  void stepOutputFirst() {
    var pass = forward();
    var gradients = pass.error().backward(BackwardOptions.keepingAll());
    var deltas = gradients.of(pass.net());
    output.assign(output.value().sub(gradients.of(output).mul(rate)).detach());
    var slope = pass.hiddenOut().detach().mul(pass.hiddenOut().detach().neg().add(1));
    var hiddenDeltas = deltas.matmul(output.value().detach().transpose()).mul(slope);
    var gradient = inputs.detach().transpose().matmul(hiddenDeltas);
    hidden.assign(hidden.value().sub(gradient.mul(rate)).detach());
  }

  double rate() {
    return rate;
  }

  /// Returns the weights `w1, w2, …`.
  double[] weights() {
    var listed = new double[hidden.shape().elements() + output.shape().elements()];
    double[] first = hidden.value().transpose().toDoubleArray();
    double[] second = output.value().transpose().toDoubleArray();
    System.arraycopy(first, 0, listed, 0, first.length);
    System.arraycopy(second, 0, listed, first.length, second.length);
    return listed;
  }

  /// Returns the numbers that the network is made of, as lines.
  String description() {
    double[] weights = weights();
    return line(numbered("i", inputs), inputs.toDoubleArray())
        + line(weightNames(weights.length), weights)
        + line(numbered("t", targets), targets.toDoubleArray())
        + "  learning rate "
        + Notation.shortNumber(rate)
        + "\n";
  }

  private static String line(String[] names, double[] values) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < names.length; i++) {
      parts.add(names[i] + " = " + Notation.shortNumber(values[i]));
    }
    return "  " + String.join("   ", parts) + "\n";
  }

  /// Returns the forward values as lines, with formulas and the numbers below each other.
  String values(Pass pass) {
    var lines = new LinkedHashMap<String, Double>();
    int in = inputs.shape().elements();
    addLayer(lines, new Layer("h", 0, numbered("i", inputs), hiddenBias), pass.hiddenNet());
    addOut(lines, "h", pass.hiddenOut());
    int before = in * hidden.shape().size(1);
    String[] outs = numbered("out_h", pass.hiddenOut());
    addLayer(lines, new Layer("o", before, outs, outputBias), pass.net());
    addOut(lines, "o", pass.out());
    var errors = IntStream.rangeClosed(1, targets.shape().elements());
    lines.put(
        "E = "
            + errors
                .mapToObj(i -> "½ (out_o%d − t%d)²".formatted(i, i))
                .collect(Collectors.joining(" + ")),
        pass.error().item());
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    var text = new StringBuilder();
    lines.forEach((formula, value) ->
        text.append("  ")
            .append(formula)
            .append(" ".repeat(width - formula.length()))
            .append(String.format(Locale.ROOT, " = %15.12f\n", value)));
    return text.toString();
  }

  /// A layer's net inputs in words.
  ///
  /// @param before how many weights come before those of this layer
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Layer(String name, int before, String[] inputs, Tensor bias) {
    String net(int neuron) {
      var sum = new StringBuilder("net_%s%d = ".formatted(name, neuron + 1));
      for (int i = 0; i < inputs.length; i++) {
        sum.append("w%d %s + ".formatted(before + neuron * inputs.length + i + 1, inputs[i]));
      }
      double shift = bias.item();
      sum.setLength(sum.length() - 2);
      return sum + (shift < 0 ? "− " : "+ ") + Notation.shortNumber(Math.abs(shift));
    }
  }

  private static void addLayer(Map<String, Double> lines, Layer layer, Tensor net) {
    double[] values = net.toDoubleArray();
    for (int neuron = 0; neuron < values.length; neuron++) {
      lines.put(layer.net(neuron), values[neuron]);
    }
  }

  private static void addOut(Map<String, Double> lines, String name, Tensor out) {
    double[] values = out.toDoubleArray();
    for (int i = 1; i <= values.length; i++) {
      lines.put("out_%s%d = sigmoid(net_%s%d)".formatted(name, i, name, i), values[i - 1]);
    }
  }

  private static String[] weightNames(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "w" + i).toArray(String[]::new);
  }
}
