package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.kernel.LabelPaths;
import java.util.ArrayList;
import java.util.List;

/// The logarithm of the probability of labels, `[n]`, under logarithms of the classes'
/// probabilities `[n, time, classes]`; or its derivative, which is the share of the paths, by
/// probability, with each class at each step, `[n, time, classes]`.
///
/// Inputs are those logarithms, labels `[n, longest]`, times `[n]` and lengths `[n]`, all in range
/// and `I64`.
///
/// @param blank the class that stands for no label
/// @param shares whether the result are the shares
record CtcLogarithm(int blank, boolean shares) implements Composite {
  @Override
  public String name() {
    return shares ? "ctcShares" : "ctcLogarithm";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var logs = inputs.getFirst();
    return shares ? logs : logs.with(logs.shape().part(0, 1));
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
    var logs = inputs.get(0).shape();
    int longest = inputs.get(1).shape().size(1);
    var sizes = new LabelPaths.Sizes(logs.size(0), logs.size(1), logs.size(2), longest, blank);
    return Contiguous.bind(
        inputs.stream().map(Tensor::detach).toList(),
        in -> {
          var operands = new LabelPaths.Operands(in.get(0), in.get(1), in.get(2), in.get(3));
          return shares
              ? LabelPaths.shares(sizes, operands, result.storage())
              : LabelPaths.logarithms(sizes, operands, result.storage());
        });
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    if (!shares) {
      var paths = new CtcPaths(inputs.get(1), inputs.get(3), blank);
      return paths.logarithm(inputs.get(0), inputs.get(2));
    }
    boolean differentiable = Tape.recording();
    return Tape.withGradient(() -> derivative(inputs, differentiable));
  }

  private Tensor derivative(List<Tensor> inputs, boolean differentiable) {
    var given = inputs.getFirst();
    var logs = Derivatives.tracked(differentiable ? given : given.detach());
    var own = List.of(logs, inputs.get(1), inputs.get(2), inputs.get(3));
    var logarithm = new CtcLogarithm(blank, false).body(own);
    var none = logarithm.lt(CtcPaths.NEVER / 2).reshape(logs.shape().size(0), 1, 1);
    var gradients =
        Derivatives.backward(
            logarithm,
            Tensor.ones(logarithm.shape(), logarithm.dtype()),
            differentiable ? BackwardOptions.differentiable() : BackwardOptions.plain());
    return none.where(Tensor.scalar(0, logs.dtype()), gradients.of(logs));
  }

  @Override
  public void backward(Backward tape) {
    if (shares) {
      Composite.super.backward(tape);
      return;
    }
    tape.to(
        0,
        () ->
            shares(tape.input(0), tape.input(1), tape.input(2), tape.input(3))
                .mul(tape.upstream().unsqueeze(-1).unsqueeze(-1)));
  }

  @Override
  public void forward(Forward tape) {
    if (shares) {
      Composite.super.forward(tape);
      return;
    }
    tape.from(
        0,
        tangent ->
            shares(tape.input(0), tape.input(1), tape.input(2), tape.input(3))
                .mul(tangent)
                .sum(1, 2));
  }

  private Tensor shares(Tensor... inputs) {
    return new CtcLogarithm(blank, true).on(inputs);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var tensors = new ArrayList<Tensor>();
    for (var input : inputs) {
      var tensor = Tensor.of(input.values(), input.shape());
      tensors.add(tensors.isEmpty() ? tensor : tensor.to(DType.I64));
    }
    return Plain.of(body(tensors));
  }
}
