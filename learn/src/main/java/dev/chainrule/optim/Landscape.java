package dev.chainrule.optim;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Slice;
import java.util.List;
import java.util.function.Supplier;

/// A loss as a function of all parameters in one row.
final class Landscape {
  private final List<Variable> parameters;
  private final Supplier<Tensor> loss;
  private int evaluations;

  /// A place, with the loss and the gradient there.
  ///
  /// @param length how far along the direction
  /// @param loss the loss
  /// @param gradient in one row
  /// @param slope the gradient along the direction
  record Point(double length, double loss, Tensor gradient, double slope) {}

  Landscape(List<Variable> parameters, Supplier<Tensor> loss) {
    this.parameters = parameters;
    this.loss = loss;
  }

  /// Returns all parameters in one row.
  static Tensor row(List<Tensor> tensors) {
    return Concatenate.of(0, tensors.stream().map(each -> each.reshape(-1)).toList());
  }

  /// Returns where the parameters are.
  Tensor here() {
    return row(parameters.stream().map(parameter -> parameter.value().detach()).toList());
  }

  /// Moves the parameters to another place.
  void go(Tensor place) {
    int from = 0;
    for (var parameter : parameters) {
      int to = from + parameter.shape().elements();
      parameter.assign(Slice.of(place, 0, from, to).reshape(parameter.shape().sizes()));
      from = to;
    }
  }

  /// Returns the loss and gradient where the parameters are.
  Point look() {
    evaluations++;
    var value = loss.get();
    double number = value.item();
    var gradients = ParameterGradients.of(value.backward(), parameters);
    return new Point(0, number, row(gradients.tensors()), 0);
  }

  /// Returns the loss and gradient at a place from `start` along a direction, and goes there.
  Point look(Tensor start, double length, Tensor direction) {
    go(start.add(direction.mul(length)));
    var point = look();
    return new Point(length, point.loss, point.gradient, dot(point.gradient, direction));
  }

  /// Returns how often the loss was evaluated.
  int evaluations() {
    return evaluations;
  }

  static double dot(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  static double largest(Tensor x) {
    return x.abs().max().to(DType.F64).item();
  }
}
