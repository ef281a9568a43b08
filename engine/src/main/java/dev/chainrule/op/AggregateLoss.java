package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Abbreviation;
import dev.chainrule.scalar.Formula;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The mean or sum of a loss over all elements.
///
/// It stays one node on the tape. The gradient is one pass over the elements, whatever the loss.
///
/// @param loss of one element
/// @param aggregate what becomes of the elements' losses
public record AggregateLoss(ElementLoss loss, Aggregate aggregate) implements Composite {
  private static final String[] NAMES = {"x", "t", "p"};

  @Override
  public String name() {
    return loss.toString();
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var each = loss.type(inputs);
    return each.with(aggregate.of(each.shape()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return aggregate.of(loss.on(inputs.toArray(Tensor[]::new)));
  }

  @Override
  public boolean keepsInput(int input) {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    for (int i = 0; i < loss.arity(); i++) {
      int input = i;
      loss.rules()
          .partial(i)
          .ifPresent(partial ->
              tape.to(
                  input,
                  () -> {
                    var shape = tape.input(0).shape();
                    var gradient =
                        partial.times(
                            scaled(tape.upstream(), shape), tape::input, () -> each(tape));
                    return Expand.of(gradient, shape);
                  }));
    }
  }

  private Tensor each(Backward tape) {
    return loss.on(IntStream.range(0, loss.arity()).mapToObj(tape::input).toArray(Tensor[]::new));
  }

  /// Returns a derivative of the result as one of every element.
  private Tensor scaled(Tensor d, Shape shape) {
    return aggregate == Aggregate.MEAN ? d.div(shape.elements()) : d;
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return aggregate.of(loss.reference(inputs));
  }

  static List<OpSpec> specs() {
    return Stream.of(ElementLoss.values()).map(AggregateLoss::spec).toList();
  }

  private static OpSpec spec(ElementLoss loss) {
    var mean = new AggregateLoss(loss, Aggregate.MEAN);
    var spec =
        OpSpec.of(loss.toString())
            .summary(loss.text().summary())
            .formula("loss = Σ (%s) / n".formatted(Formula.of(loss.body(), NAMES)))
            .source(loss.text().source());
    for (int i = 0; i < loss.arity(); i++) {
      var left = "d" + NAMES[i] + " = ";
      loss.rules()
          .partial(i)
          .map(partial -> left + Abbreviation.of(partial.product(), symbols(loss)))
          .ifPresent(spec::gradient);
    }
    return spec.sample(mean, loss.text().sample(5))
        .sample(new AggregateLoss(loss, Aggregate.SUM), loss.text().otherSample(3, 4))
        .sample(new AggregateLoss(loss, Aggregate.NONE), loss.text().sample(2, 1, 67))
        .misuse(
            loss + ": prediction [64, 1] and target [64] differ; a loss does not broadcast",
            mean,
            new TensorType(Shape.of(64, 1), DType.F32),
            new TensorType(Shape.of(64), DType.F32))
        .build();
  }

  /// The inputs' names, then the loss's, then that of the gradient that arrives at every element.
  private static String[] symbols(ElementLoss loss) {
    return loss.arity() == 2
        ? new String[] {"x", "t", "y", "dloss / n"}
        : new String[] {"x", "t", "p", "y", "dloss / n"};
  }
}
