package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// A loss with one number for each example, which are then joined.
interface ExampleLoss extends Composite {

  /// Returns what becomes of the examples' losses.
  Aggregate aggregate();

  /// Returns the type of the examples' losses: the shape rule.
  TensorType typeOfEach(List<TensorType> inputs);

  /// Returns the examples' losses, in terms of other operations.
  Tensor each(List<Tensor> inputs);

  /// Returns the examples' losses by plain loops.
  Plain referenceOfEach(List<Plain> inputs);

  @Override
  default TensorType type(List<TensorType> inputs) {
    var each = typeOfEach(inputs);
    return each.with(aggregate().of(each.shape()));
  }

  @Override
  default Tensor body(List<Tensor> inputs) {
    return aggregate().of(each(inputs));
  }

  @Override
  default Plain reference(List<Plain> inputs) {
    return aggregate().of(referenceOfEach(inputs));
  }
}
