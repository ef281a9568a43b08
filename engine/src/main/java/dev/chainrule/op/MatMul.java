package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Storage;
import dev.chainrule.kernel.Tail;
import java.util.List;
import java.util.Optional;

/// The matrix product of the two innermost axes, for every index of the outer ones.
///
/// `C = A · B` with `C[…, i, j] = Σₖ A[…, i, k] · B[…, k, j]`. Outer axes broadcast. Both operands
/// have at least two axes; [#of] also takes vectors.
public record MatMul() implements Op {
  private static final MatMul MATMUL = new MatMul();

  /// Returns the matrix product of two tensors. A vector on the left is a row, on the right a
  /// column, and its axis is gone from the result; two vectors give a single number.
  public static Tensor of(Tensor a, Tensor b) {
    if (a.shape().rank() != 1 && b.shape().rank() != 1) {
      return MATMUL.on(a, b);
    }
    boolean row = a.shape().rank() == 1;
    boolean column = b.shape().rank() == 1;
    var product =
        MATMUL.on(row ? Reshape.unsqueeze(a, 0) : a, column ? Reshape.unsqueeze(b, -1) : b);
    var shape = column ? product.shape().without(-1) : product.shape();
    return Reshape.of(product, (row ? shape.without(column ? -1 : -2) : shape).sizes());
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var a = inputs.get(0).shape();
    var b = inputs.get(1).shape();
    if (a.rank() < 2 || b.rank() < 2) {
      throw new ShapeException(
          "matmul: both operands need at least two axes, got %s and %s".formatted(a, b));
    }
    if (a.size(-1) != b.size(-2)) {
      throw new ShapeException(
          "matmul: inner sizes differ: left %s has %d columns, right %s has %d rows%s"
              .formatted(
                  a,
                  a.size(-1),
                  b,
                  b.size(-2),
                  a.size(-1) == b.size(-1) ? "; the right operand may need transposing" : ""));
    }
    var dtype = inputs.get(0).dtype().promote(inputs.get(1).dtype());
    if (dtype == DType.BOOL || dtype == DType.U8) {
      throw new DTypeException(
          "matmul: takes i32, i64, f32 or f64, got %s and %s; convert with to(DType.F32)"
              .formatted(inputs.get(0).dtype(), inputs.get(1).dtype()));
    }
    return new TensorType(outer(a, b).concat(Shape.of(a.size(-2), b.size(-1))), dtype);
  }

  private static Shape outer(Shape a, Shape b) {
    return Broadcast.shape("matmul", a.part(0, a.rank() - 2), b.part(0, b.rank() - 2));
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    var a = inputs.get(0).detach().to(type.dtype());
    var b = inputs.get(1).detach().to(type.dtype());
    var result = Storage.allocate(type.dtype().element(), type.shape().sizes());
    product(a, b, result, type).run();
    return Tensor.of(result, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    var a = inputs.get(0);
    var b = inputs.get(1);
    return a.dtype() == b.dtype()
        ? product(a, b, result.storage(), result.type())
        : Op.super.bind(inputs, result);
  }

  @Override
  public boolean takesTail(List<TensorType> inputs) {
    return inputs.get(0).dtype() == inputs.get(1).dtype();
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  public Optional<Runnable> bind(List<Tensor> inputs, Tensor result, Tail tail) {
    var product = product(inputs.get(0), inputs.get(1), result.storage(), result.type());
    return Optional.of(product.then(tail));
  }

  private static Products product(Tensor a, Tensor b, Storage result, TensorType type) {
    var shape = type.shape();
    int k = a.shape().size(-1);
    var batch = shape.part(0, shape.rank() - 2);
    var left = batch.concat(Shape.of(shape.size(-2), k));
    var right = batch.concat(Shape.of(k, shape.size(-1)));
    return new Products(
        Broadcast.expand(a.storage(), a.shape(), left),
        Broadcast.expand(b.storage(), b.shape(), right),
        result,
        shape,
        k);
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    return 2L * result.shape().elements() * inputs.getFirst().shape().size(-1);
  }

  @Override
  public boolean keepsInput(int input) {
    return true;
  }

  @Override
  public void backward(Backward tape) {
    tape.to(0, () -> of(tape.upstream(), tape.input(1).transpose()));
    tape.to(1, () -> of(tape.input(0).transpose(), tape.upstream()));
  }

  @Override
  public void forward(Forward tape) {
    tape.from(0, dA -> of(dA, tape.input(1)));
    tape.from(1, dB -> of(tape.input(0), dB));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var a = inputs.get(0);
    var b = inputs.get(1);
    int inner = a.shape().size(-1);
    var shape =
        outer(a.shape(), b.shape()).concat(Shape.of(a.shape().size(-2), b.shape().size(-1)));
    return Plain.generate(
        shape,
        index -> {
          int[] left = index.clone();
          int[] right = index.clone();
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            left[index.length - 1] = k;
            right[index.length - 2] = k;
            sum += a.get(left) * b.get(right);
          }
          return sum;
        });
  }

  static OpSpec spec() {
    return OpSpec.of("matmul")
        .summary("The matrix product of the two innermost axes.")
        .formula("C = A · B")
        .gradient("dA = dC · Bᵀ")
        .gradient("dB = Aᵀ · dC")
        .source("Goodfellow, Bengio, Courville: Deep Learning, 2016, section 6.5.6")
        .sample(MATMUL, Input.numbers(2, 3), Input.numbers(3, 4))
        .sample(MATMUL, Input.numbers(2, 1, 3, 5), Input.numbers(4, 5, 2))
        .sample(MATMUL, Input.numbers(3, 520), Input.numbers(520, 2))
        .misuse(
            "matmul: inner sizes differ: left [32, 784] has 784 columns, right [128, 784] has 128"
                + " rows; the right operand may need transposing",
            MATMUL,
            new TensorType(Shape.of(32, 784), DType.F32),
            new TensorType(Shape.of(128, 784), DType.F32))
        .misuse(
            "matmul: both operands need at least two axes, got [3] and [3, 2]",
            MATMUL,
            new TensorType(Shape.of(3), DType.F32),
            new TensorType(Shape.of(3, 2), DType.F32))
        .build();
  }
}
