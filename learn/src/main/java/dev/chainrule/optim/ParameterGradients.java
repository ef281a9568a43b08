package dev.chainrule.optim;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The gradient of every parameter, between the backward pass and the update.
///
/// @param parameters the parameters
/// @param tensors their gradients, in the same order
public record ParameterGradients(List<Variable> parameters, List<Tensor> tensors) {
  public ParameterGradients {
    parameters = List.copyOf(parameters);
    tensors = List.copyOf(tensors);
  }

  /// Returns the gradients of the given parameters.
  ///
  /// @throws IllegalStateException if the result does not depend on one of them, with the reason
  public static ParameterGradients of(Gradients gradients, List<Variable> parameters) {
    return new ParameterGradients(parameters, parameters.stream().map(gradients::of).toList());
  }

  /// Returns these gradients, each changed.
  public ParameterGradients map(UnaryOperator<Tensor> change) {
    return new ParameterGradients(parameters, tensors.stream().map(change).toList());
  }

  /// Returns the sums of these gradients and others of the same parameters.
  public ParameterGradients plus(ParameterGradients others) {
    var sums = new ArrayList<Tensor>();
    for (int i = 0; i < tensors.size(); i++) {
      sums.add(tensors.get(i).add(others.tensors.get(i)));
    }
    return new ParameterGradients(parameters, sums);
  }

  /// Returns the 2-norm of each parameter's gradient by the parameter's name.
  public Map<String, Double> norms() {
    var norms = new LinkedHashMap<String, Double>();
    for (int i = 0; i < tensors.size(); i++) {
      norms.put(name(i), Norm.EUCLIDEAN.of(List.of(tensors.get(i))).item());
    }
    return norms;
  }

  /// Returns the 2-norm of the gradients of each layer's parameters: of all whose names are the
  /// same up to the last dot.
  public Map<String, Double> layerNorms() {
    var squares = new LinkedHashMap<String, Double>();
    norms().forEach((name, norm) -> squares.merge(layer(name), norm * norm, Double::sum));
    squares.replaceAll((layer, square) -> Math.sqrt(square));
    return squares;
  }

  private static String layer(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// Returns the 2-norm over all gradients.
  public double norm() {
    return Norm.EUCLIDEAN.of(tensors).item();
  }

  /// Returns a parameter's name, or its number if it has none.
  String name(int parameter) {
    return name(parameters, parameter);
  }

  static String name(List<Variable> parameters, int index) {
    return parameters.get(index).node().name().orElse(String.valueOf(index));
  }
}
