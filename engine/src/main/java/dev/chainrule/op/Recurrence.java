package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Scans;
import java.util.List;

/// A linear recurrence along one axis: `y[i] = a[i] · y[i − 1] + b[i]`, and `y[0] = b[0]`.
///
/// Moving averages, discounted sums and the derivatives of cumulative products are such. `F32` is
/// computed in double precision, and every result rounded once.
///
/// @param axis along which; negative numbers count from the end
/// @param reverse whether it runs from the last element to the first
public record Recurrence(int axis, boolean reverse) implements Op {

  /// Returns `y[i] = a[i] · y[i − 1] + b[i]`; shapes broadcast.
  public static Tensor of(Tensor a, Tensor b, int axis) {
    var shape = Broadcast.shape("recurrence", a.shape(), b.shape());
    return new Recurrence(axis, false).on(Expand.of(a, shape), Expand.of(b, shape));
  }

  /// Returns `s[i] = dy[i] + a[i + 1] · s[i + 1]`: the transpose of the recurrence with factors
  /// `a`.
  static Tensor transpose(Tensor a, Tensor dy, int axis, boolean reverse) {
    return new Recurrence(axis, !reverse).on(Roll.of(a, axis, reverse ? 1 : -1), dy);
  }

  /// Returns at every place of an axis the element before it, and a constant at the first.
  static Tensor before(Tensor x, int axis, boolean reverse, double first) {
    int size = x.shape().size(axis);
    if (size == 0) {
      return x;
    }
    var constant = Tensor.full(x.shape().with(axis, 1), first, x.dtype());
    return reverse
        ? Concatenate.of(axis, List.of(Slice.of(x, axis, new Range(1, 1, size - 1)), constant))
        : Concatenate.of(axis, List.of(constant, Slice.of(x, axis, new Range(0, 1, size - 1))));
  }

  @Override
  public String name() {
    return "recurrence";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var a = inputs.get(0);
    var b = inputs.get(1);
    Axes.one(name(), axis, a.shape());
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "recurrence: the factors are %s, the summands %s; they need one shape"
              .formatted(a.shape(), b.shape()));
    }
    if (!a.dtype().floating() || !a.dtype().equals(b.dtype())) {
      throw new DTypeException(
          "recurrence: factors and summands are both f32 or both f64, got %s and %s"
              .formatted(a.dtype(), b.dtype()));
    }
    return b;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var lines = Lines.of(result.shape().sizes(), result.shape().axis(axis));
    return Contiguous.bind(
        inputs,
        from -> Scans.recurrence(reverse, from.get(0), from.get(1), lines, result.storage()));
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 0;
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    var s = transpose(tape.input(0), tape.upstream(), axis, reverse);
    tape.to(0, () -> s.mul(before(tape.output(), axis, reverse, 0)));
    tape.to(1, () -> s);
  }

  @Override
  public void forward(Forward tape) {
    var a = tape.input(0);
    tape.from(0, da -> on(a, da.mul(before(tape.output(), axis, reverse, 0))));
    tape.from(1, db -> on(a, db));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var a = inputs.get(0);
    var b = inputs.get(1);
    int along = a.shape().axis(axis);
    int size = a.shape().size(along);
    return Plain.generate(
        a.shape(),
        at -> {
          int[] from = at.clone();
          from[along] = reverse ? size - 1 : 0;
          double y = b.get(from);
          while (from[along] != at[along]) {
            from[along] += reverse ? -1 : 1;
            y = a.get(from) * y + b.get(from);
          }
          return y;
        });
  }

  static OpSpec spec() {
    var first = new Recurrence(0, false);
    return OpSpec.of("recurrence")
        .summary("A linear recurrence along one axis.")
        .formula("y[i] = a[i] · y[i − 1] + b[i], y[0] = b[0]")
        .gradient("da[i] = s[i] · y[i − 1] with s[i] = dy[i] + a[i + 1] · s[i + 1], da[0] = 0")
        .gradient("db = s")
        .source("Blelloch: Prefix sums and their applications, 1990, section 1.4")
        .sample(first, Input.numbers(5), Input.numbers(5))
        .sample(new Recurrence(1, true), Input.numbers(3, 4, 2), Input.numbers(3, 4, 2))
        .sample(new Recurrence(-1, false), Input.numbers(-1.0, 1, 2, 67), Input.numbers(2, 67))
        .sample(new Recurrence(-2, true), Input.numbers(7, 2), Input.numbers(7, 2))
        .sample(new Recurrence(1, false), Input.numbers(3, 1), Input.numbers(3, 1))
        .sample(first, Input.numbers(0, 3), Input.numbers(0, 3))
        .misuse(
            "recurrence: the factors are [3, 4], the summands [3]; they need one shape",
            first,
            new TensorType(Shape.of(3, 4), DType.F32),
            new TensorType(Shape.of(3), DType.F32))
        .misuse(
            "recurrence: factors and summands are both f32 or both f64, got f32 and i32",
            first,
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3), DType.I32))
        .build();
  }
}
