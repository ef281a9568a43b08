package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A partial derivative of a pointwise operation times an arriving gradient: derived, not declared.
///
/// Its first input is what arrives. It is pointwise itself, so it can be differentiated again.
final class PointwiseDerivative implements Pointwise {
  private final String name;
  private final Expression body;
  private final PointwiseRules rules;

  PointwiseDerivative(String of, int input, int arity, Expression body) {
    this.name = "d" + of + "/dx" + input;
    this.body = body;
    this.rules = new PointwiseRules(name, arity, body);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Expression body() {
    return body;
  }

  @Override
  public PointwiseRules rules() {
    return rules;
  }

  @Override
  public DType computing(List<TensorType> inputs) {
    return inputs.stream().map(TensorType::dtype).reduce(DType.F32, DType::promote);
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return new TensorType(Broadcast.shape(name, inputs), computing(inputs));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shape = Elementwise.shape(inputs);
    return Plain.generate(
        shape,
        index -> body.evaluate(inputs.stream().mapToDouble(input -> input.get(index)).toArray()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PointwiseDerivative that
        && name.equals(that.name)
        && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + body.hashCode();
  }
}
