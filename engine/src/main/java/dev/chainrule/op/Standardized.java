package dev.chainrule.op;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Elements brought to one scale, with the mean and the variance that they had.
///
/// Both are found once, and serve the result, its gradient and whoever wants to know them.
///
/// @param values the elements, differentiable
/// @param mean of the elements that were brought to one scale together; no gradient flows through
///   it
/// @param variance of the same, divided by their number; no gradient flows through it
public record Standardized(Tensor values, Tensor mean, Tensor variance) {

  static Standardized of(Standardizing op, Tensor... inputs) {
    op.type(Execution.types(Arrays.asList(inputs)));
    var x = inputs[0].detach();
    var mean = Tape.withoutGradient(() -> Scale.mean(op, x));
    var variance = Tape.withoutGradient(() -> Scale.variance(op, x, mean));
    var all = new ArrayList<>(Arrays.asList(inputs));
    all.addAll(1, List.of(mean, variance));
    var values = new Known(op).on(all.toArray(Tensor[]::new));
    int[] sizes = op.over(x.shape()).removed(op.name(), x.shape()).sizes();
    return new Standardized(values, Reshape.of(mean, sizes), Reshape.of(variance, sizes));
  }

  /// The operation with mean and variance as second and third input. They are those of the first,
  /// so that its derivative counts them in, and they need none.
  private record Known(Standardizing op) implements Composite {

    @Override
    public String name() {
      return op.name();
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
      var others = new ArrayList<>(inputs);
      others.subList(1, 3).clear();
      return op.type(others);
    }

    @Override
    public Tensor body(List<Tensor> inputs) {
      return Scale.of(op, inputs.get(0), inputs.get(1), inputs.get(2))
          .values(inputs.subList(3, inputs.size()).toArray(Tensor[]::new));
    }

    @Override
    public boolean keepsInput(int input) {
      return input < 4;
    }

    /// A derivative that is differentiated again needs mean and variance as functions of `x`.
    @Override
    public void backward(Backward tape) {
      var x = tape.input(0);
      var scale =
          Tape.recording() ? Scale.of(op, x) : Scale.of(op, x, tape.input(1), tape.input(2));
      scale.backward(tape, 3);
    }

    @Override
    public void forward(Forward tape) {
      var scale = Scale.of(op, tape.input(0));
      boolean weighted = tape.inputs() > 3;
      tape.from(0, dx -> weighted ? scale.slope(dx).mul(tape.input(3)) : scale.slope(dx));
      if (weighted) {
        tape.from(3, dw -> scale.values(dw));
      }
      if (tape.inputs() > 4) {
        tape.from(4, db -> db);
      }
    }

    @Override
    public Plain reference(List<Plain> inputs) {
      var others = new ArrayList<>(inputs);
      others.subList(1, 3).clear();
      return op.reference(others);
    }
  }
}
