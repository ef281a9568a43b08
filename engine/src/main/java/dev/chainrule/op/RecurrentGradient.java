package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.kernel.RecurrentBackward;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The gradients of a recurrent cell over a sequence that cannot be had from one another: those of
/// the recurrent product and, where they differ, of the gates for each step `[batch · time, …]`,
/// and below them those of the initial state, filled up with zeros.
///
/// Its inputs are those of the cell, then the cell's [RecurrentTrace] and the upstream gradient. It
/// is one operation because it runs backwards through time as a whole. Its body is the derivative
/// of the cell's body, so it can be differentiated again.
///
/// @param op the cell over the sequence
record RecurrentGradient(Recurrent op) implements Composite {
  @Override
  public String name() {
    return op.name() + "Gradient";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var states = op.type(inputs.subList(0, inputs.size() - 2));
    int rows = states.shape().size(0) * (states.shape().size(1) + 1);
    var widths = op.widths(inputs.get(1).shape());
    int row = op.cell().gradients(widths.hidden(), widths.output());
    return new TensorType(Shape.of(rows, row), states.dtype());
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    return op.operations(inputs, result);
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
    int own = inputs.size() - 2;
    var sizes = op.sizes(inputs.subList(0, own), result.dtype(), true);
    var plan = RecurrentBackward.of(sizes);
    return Contiguous.bind(
        inputs,
        result.dtype(),
        places -> {
          var operands = op.operands(places.subList(0, own), sizes.masked());
          return () -> plan.run(operands, places.get(own), places.get(own + 1), result.storage());
        });
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    boolean differentiable = Tape.recording();
    return Tape.withGradient(() -> derivative(inputs, differentiable));
  }

  private Tensor derivative(List<Tensor> inputs, boolean differentiable) {
    var own = new ArrayList<Tensor>();
    for (var input : inputs.subList(0, inputs.size() - 2)) {
      var point = differentiable ? input : input.detach();
      own.add(input.dtype().floating() ? Derivatives.tracked(point) : input);
    }
    var gates = own.getFirst();
    var widths = op.widths(own.get(1).shape());
    int hidden = widths.hidden();
    int row = gates.shape().size(2) + (op.cell().projects() ? widths.output() : 0);
    var added = Derivatives.tracked(Tensor.zeros(gates.shape().with(2, row), gates.dtype()));
    var gradients =
        Derivatives.backward(
            op.unrolled(own, Optional.of(added)),
            inputs.getLast(),
            differentiable ? BackwardOptions.differentiable() : BackwardOptions.plain());
    int rows = gates.shape().size(0) * gates.shape().size(1);
    var products = gradients.of(added).reshape(rows, row);
    boolean more = op.cell().gradients > op.cell().gates;
    var steps = more ? withLast(products, gradients.of(gates), hidden) : products;
    var start = gradients.of(own.get(2));
    int rest = op.cell().gradients(hidden, widths.output()) - start.shape().size(1);
    return Concatenate.of(0, List.of(steps, Pad.of(start, new int[] {0, 0}, new int[] {0, rest})));
  }

  /// Returns the gradients of products and, beside them, those of the last block of the gates.
  private static Tensor withLast(Tensor products, Tensor ofGates, int hidden) {
    int row = ofGates.shape().size(2);
    var last = Slice.of(ofGates, 2, row - hidden, row);
    return Concatenate.of(1, List.of(products, last.reshape(products.shape().size(0), hidden)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var tensors = new ArrayList<Tensor>();
    boolean masked = inputs.size() - 2 > op.maskInput();
    for (int i = 0; i < inputs.size(); i++) {
      var input = inputs.get(i);
      var tensor = Tensor.of(input.values(), input.shape());
      tensors.add(masked && i == inputs.size() - 3 ? tensor.to(DType.BOOL) : tensor);
    }
    return Plain.of(Tape.withoutGradient(() -> body(tensors)));
  }
}
