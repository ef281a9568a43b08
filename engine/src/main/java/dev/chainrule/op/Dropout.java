package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Elements where a mask holds, scaled up so that the expected sum stays the same, and 0 elsewhere.
///
/// `y = x / (1 − probability)` where the mask holds. The mask is an input, so the operation has no
/// randomness of its own; [#of] draws one from a key. A mask may broadcast: one truth for each row
/// drops whole rows.
///
/// @param probability with which the mask does not hold, from 0 (included) to 1 (excluded)
public record Dropout(double probability) implements Composite {

  public Dropout {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout: probability " + probability + " is outside 0..1 (1 excluded)");
    }
  }

  /// Returns a tensor with each element dropped with a probability, as the key says.
  public static Tensor of(Tensor x, double probability, RandomKey key) {
    return new Dropout(probability).on(x, key.bernoulli(x.shape(), 1 - probability));
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var x = inputs.get(0);
    var mask = inputs.get(1);
    if (!x.dtype().floating() || mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "dropout: takes f32 or f64 and a bool mask, got %s and %s"
              .formatted(x.dtype(), mask.dtype()));
    }
    if (!Broadcast.shape(name(), x.shape(), mask.shape()).equals(x.shape())) {
      throw new ShapeException(
          "dropout: a mask of shape %s does not broadcast to %s"
              .formatted(mask.shape(), x.shape()));
    }
    return x;
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var x = inputs.get(0);
    var scaled = x.mul(Tensor.scalar(1 / (1 - probability), x.dtype()));
    return Comparisons.WHERE.on(inputs.get(1), scaled, Tensor.scalar(0, x.dtype()));
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 1;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(0, () -> on(tape.upstream(), tape.input(1)));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, tangent -> on(tangent, tape.input(1)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.get(0);
    return Plain.generate(
        x.shape(), index -> inputs.get(1).get(index) != 0 ? x.get(index) / (1 - probability) : 0);
  }

  static OpSpec spec() {
    return OpSpec.of("dropout")
        .summary("Elements where a mask holds, scaled up, and 0 elsewhere.")
        .formula("y = x / (1 − p) where mask, else 0")
        .gradient("dx = dy / (1 − p) where mask, else 0")
        .source(
            "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: Dropout: a simple way to"
                + " prevent neural networks from overfitting, 2014")
        .sample(new Dropout(0.3), Input.numbers(3, 5), Input.truths(3, 5))
        .sample(new Dropout(0.5), Input.numbers(4, 67), Input.truths(4, 1))
        .misuse(
            "dropout: a mask of shape [2, 3] does not broadcast to [3]",
            new Dropout(0.5),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(2, 3), DType.BOOL))
        .misuse(
            "dropout: takes f32 or f64 and a bool mask, got f32 and f32",
            new Dropout(0.5),
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .build();
  }
}
