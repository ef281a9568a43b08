package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Fold;
import dev.chainrule.kernel.MappedFold;
import dev.chainrule.kernel.Storage;
import java.util.List;

/// The sum of a pointwise function over some axes, whose terms never go to memory. It has the bits
/// of the function followed by [Sum].
///
/// @param function of the terms
/// @param axes over which axes of their shape
/// @param keep whether they stay as axes of size 1
record FusedSum(Fused function, Axes axes, boolean keep) implements Composite, Reduction {

  @Override
  public String name() {
    return "sum of " + function.name();
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var terms = function.type(inputs);
    return terms.with(reduced(terms.shape()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return new Sum(axes, keep).on(function.on(inputs.toArray(Tensor[]::new)));
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var terms = function.type(Execution.types(inputs)).shape();
    var operands = new Storage[inputs.size() + 1];
    for (int i = 0; i < inputs.size(); i++) {
      var input = inputs.get(i);
      operands[i] = Broadcast.expand(input.storage(), input.shape(), terms);
    }
    operands[inputs.size()] = result.storage();
    return MappedFold.of(
        Fold.SUM, function.body(), terms.sizes(), axes.in(name(), terms), operands);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var terms = function.reference(inputs);
    return Plain.fold(terms, axes.in(name(), terms.shape()), keep, Double::sum);
  }
}
