package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.List;

/// The elements in another type, as Java converts: fractions are cut off, NaN becomes 0, numbers
/// outside a whole type's range become its nearest. A number is true if it is not 0.
///
/// @param dtype the type of the result
public record Cast(DType dtype) implements Linear {
  private static final Expression ONE = Expression.constant(1);
  private static final Expression ZERO = Expression.constant(0);
  private static final Expression NUMBER = Expression.input(0);
  private static final Expression FROM_TRUTH = NUMBER.select(ONE, ZERO);
  private static final Expression TO_TRUTH = NUMBER.eq(ZERO).not();

  @Override
  public String name() {
    return "cast";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return inputs.getFirst().with(dtype);
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var result = Tensor.of(Storage.allocate(dtype.element(), type.shape().sizes()), type);
    bind(inputs, result).run();
    return result;
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst();
    var body = dtype == DType.BOOL ? TO_TRUTH : x.dtype() == DType.BOOL ? FROM_TRUTH : NUMBER;
    var compute = Reshape.copying(x.dtype());
    int[] sizes = x.shape().sizes();
    return LoopCall.of(List.of(body), compute, sizes, x.storage(), result.storage());
  }

  @Override
  public Tensor transpose(Tensor upstream, TensorType input, Backward tape) {
    return upstream.to(input.dtype());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    return Plain.generate(x.shape(), index -> convert(x.get(index)));
  }

  private double convert(double value) {
    return switch (dtype) {
      case F64 -> value;
      case F32 -> (float) value;
      case I64 -> (long) value;
      case I32 -> (int) value;
      case U8 -> (int) value & 255;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  static OpSpec spec() {
    return OpSpec.of("cast")
        .summary("The elements in another type.")
        .formula("y = x")
        .gradient("dx = dy")
        .sample(new Cast(DType.F64), Input.numbers(3, 5))
        .sample(new Cast(DType.F32), Input.whole(-3, 3, 7))
        .sample(new Cast(DType.I32), Input.distinct(4, 3))
        .sample(new Cast(DType.BOOL), Input.whole(0, 2, 9))
        .sample(new Cast(DType.F32), Input.truths(9))
        .build();
  }
}
