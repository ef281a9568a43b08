package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// A row of a table for every index: `y[i…] = table[index[i…]]`.
///
/// Gradients of rows that are used several times are added in row-major order of the indices. The
/// row of the padding index takes part in results but is a constant to every derivative.
///
/// @param padding index whose row is not trained, or −1 for none
public record Embedding(int padding) implements Composite {
  private static final Embedding WITHOUT_PADDING = new Embedding(-1);

  /// Returns a row of a table for every index.
  public static Tensor of(Tensor table, Tensor index) {
    return WITHOUT_PADDING.on(table, index);
  }

  @Override
  public String name() {
    return "embedding";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var table = inputs.get(0);
    Indices.check(name(), inputs.get(1));
    if (!table.dtype().floating()) {
      throw new DTypeException(
          "embedding: the table holds f32 or f64, got %s".formatted(table.dtype()));
    }
    if (table.shape().rank() != 2 || padding >= table.shape().size(0)) {
      throw new ShapeException(
          "embedding: the table needs shape [rows, features]%s, got %s"
              .formatted(
                  padding < 0 ? "" : " and a row for the padding index " + padding, table.shape()));
    }
    return table.with(inputs.get(1).shape().concat(table.shape().part(1, 2)));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return IndexSelect.of(inputs.get(0), 0, inputs.get(1));
  }

  /// As the body, but in this operation's name.
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
    return IndexSelect.rows(name(), 0, inputs, result);
  }

  @Override
  public boolean keepsInput(int input) {
    return input == 1;
  }

  @Override
  public void backward(Backward tape) {
    var index = tape.input(1);
    var sums = new IndexAdd(0, tape.inputType(0).shape().size(0));
    tape.to(0, () -> sums.on(trained(tape.upstream(), index), index));
  }

  @Override
  public void forward(Forward tape) {
    var index = tape.input(1);
    tape.from(0, tangent -> trained(of(tangent, index), index));
  }

  /// Returns rows with zeros for the padding index.
  private Tensor trained(Tensor rows, Tensor index) {
    if (padding < 0) {
      return rows;
    }
    var padded = Comparisons.EQ.on(index, Tensor.scalar(padding, index.dtype()));
    return MaskedFill.of(rows, Reshape.unsqueeze(padded, -1), 0);
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return new IndexSelect(0).reference(inputs);
  }

  static OpSpec spec() {
    return OpSpec.of("embedding")
        .summary("A row of a table for every index.")
        .formula("y[i…] = table[index[i…]]")
        .gradient("dtable[index[i…]] += dy[i…], 0 for the padding index")
        .source("Bengio, Ducharme, Vincent, Jauvin: A neural probabilistic language model, 2003")
        .sample(new Embedding(-1), Input.numbers(5, 3), Input.whole(0, 4, 3, 4))
        .sample(new Embedding(-1), Input.numbers(7, 67), Input.whole(0, 6, 40))
        // central differences know nothing of padding: the samples' indices avoid it
        .sample(new Embedding(4), Input.numbers(5, 2), Input.whole(0, 3, 6))
        .misuse(
            "embedding: the table needs shape [rows, features] and a row for the padding index 5,"
                + " got [5, 3]",
            new Embedding(5),
            new TensorType(Shape.of(5, 3), DType.F32),
            new TensorType(Shape.of(4), DType.I32))
        .misuse(
            "embedding: indices must be whole numbers, got f32; convert with to(DType.I32)",
            WITHOUT_PADDING,
            new TensorType(Shape.of(5, 3), DType.F32),
            new TensorType(Shape.of(4), DType.F32))
        .build();
  }
}
