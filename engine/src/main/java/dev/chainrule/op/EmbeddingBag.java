package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// One row for every bag of indices: the sum, mean or largest elements of the table's rows that a
/// bag names.
///
/// Bag `b` has the indices from place `offsets[b]` up to the next bag's first, or the last one.
/// Bags may be empty: their rows are 0.
///
/// | input | shape | values |
/// |---|---|---|
/// | table | `[rows, features]` | |
/// | index | `[n]` | whole numbers `0 .. rows − 1` |
/// | offsets | `[bags]` | whole numbers `0 .. n` that begin with 0 and do not decrease |
/// | weights | `[n]`, may be left out | a factor for each index; only for sums |
/// | result | `[bags, features]` | |
///
/// **Gradient**: `dtable[index[i]] += dy[b]`, times the weight or divided by the bag's size; at the
/// largest elements only to the first of equal ones.
///
/// @param join how the rows of a bag become one
/// @param padding index whose row is not trained, or −1 for none
public record EmbeddingBag(Join join, int padding) implements Composite {

  /// How the rows of a bag become one.
  public enum Join {
    /// Their sum.
    SUM,
    /// Their mean.
    MEAN,
    /// The largest of each of their elements, at ties the first one.
    MAX
  }

  @Override
  public String name() {
    return "embeddingBag";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var index = inputs.get(1);
    var offsets = inputs.get(2);
    if (index.shape().rank() != 1 || offsets.shape().rank() != 1 || offsets.shape().size(0) == 0) {
      throw new ShapeException(
          "embeddingBag: indices are %s and offsets %s; expected [n] and [bags], at least 1 bag"
              .formatted(index.shape(), offsets.shape()));
    }
    Indices.check(name(), offsets);
    var rows = new Embedding(padding).type(inputs.subList(0, 2));
    var result = rows.with(rows.shape().with(0, offsets.shape().size(0)));
    if (inputs.size() == 3) {
      return result;
    }
    var weights = inputs.get(3);
    if (join != Join.SUM || !weights.shape().equals(index.shape())) {
      throw new ShapeException(
          "embeddingBag: weights are %s for indices %s, joined by %s; they need one shape, and sums"
              .formatted(weights.shape(), index.shape(), join));
    }
    if (!weights.dtype().floating()) {
      throw new DTypeException(
          "embeddingBag: weights are f32 or f64, got %s".formatted(weights.dtype()));
    }
    return result.with(result.dtype().promote(weights.dtype()));
  }

  @Override
  public boolean checksElements() {
    return true;
  }

  @Override
  public void check(List<Tensor> inputs) {
    int n = inputs.get(1).shape().size(0);
    var offsets = Indices.plain(inputs.get(2));
    long before = 0;
    for (int bag = 0; bag < offsets.shape().size(0); bag++) {
      long offset = Indices.at(offsets, bag);
      if (bag == 0 ? offset != 0 : offset < before || offset > n) {
        throw new IllegalArgumentException(
            "embeddingBag: offset %d of bag %d does not fit; offsets begin with 0, do not decrease and end at %d at the latest"
                .formatted(offset, bag, n));
      }
      before = offset;
    }
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var rows = new Embedding(padding).on(inputs.get(0), inputs.get(1));
    int n = rows.shape().size(0);
    int bags = inputs.get(2).shape().size(0);
    var begun = new IndexAdd(0, n + 1).on(Tensor.ones(Shape.of(bags), DType.I64), inputs.get(2));
    var bag = CumulativeSum.of(begun.slice(0, 0, n), 0).sub(1);
    var sums = new IndexAdd(0, bags);
    return switch (join) {
      case SUM -> sums.on(inputs.size() == 3 ? rows : rows.mul(inputs.get(3).unsqueeze(-1)), bag);
      case MEAN -> {
        var sizes = sums.on(Tensor.ones(Shape.of(n), rows.dtype()), bag);
        var counts = sizes.maximum(Tensor.scalar(1, rows.dtype()));
        yield sums.on(rows, bag).div(counts.unsqueeze(-1));
      }
      case MAX -> {
        var none = Tensor.zeros(rows.shape().with(0, 1), rows.dtype());
        var largest = new ArgIndexMax(bags).on(rows.detach(), bag);
        yield Gather.of(Concatenate.of(0, List.of(rows, none)), 0, largest);
      }
    };
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var index = inputs.get(1);
    var offsets = inputs.get(2);
    int bags = offsets.shape().size(0);
    return Plain.generate(
        Shape.of(bags, inputs.get(0).shape().size(1)),
        at -> {
          int from = (int) offsets.get(at[0]);
          int end = at[0] + 1 < bags ? (int) offsets.get(at[0] + 1) : index.values().length;
          double joined = join == Join.MAX && end > from ? Double.NEGATIVE_INFINITY : 0;
          for (int i = from; i < end; i++) {
            double element = inputs.get(0).get((int) index.get(i), at[1]);
            double weight = inputs.size() > 3 ? inputs.get(3).get(i) : 1;
            joined = join == Join.MAX ? Math.max(joined, element) : joined + weight * element;
          }
          return join == Join.MEAN ? joined / Math.max(1, end - from) : joined;
        });
  }

  static OpSpec spec() {
    var sum = new EmbeddingBag(Join.SUM, -1);
    var mean = new EmbeddingBag(Join.MEAN, -1);
    var table = new TensorType(Shape.of(5, 3), DType.F32);
    var four = new TensorType(Shape.of(4), DType.I32);
    return OpSpec.of("embeddingBag")
        .summary("One row for every bag of indices: what the table's rows join to.")
        .formula(
            "y[b] = Σ w[i] · table[index[i]] over offsets[b] ≤ i < offsets[b + 1], or mean, max")
        .gradient("dtable[index[i]] += w[i] · dy[b], dw[i] = table[index[i]] · dy[b]")
        .source(
            "Joulin, Grave, Bojanowski, Mikolov: Bag of tricks for efficient text classification,"
                + " 2017")
        .sample(sum, Input.numbers(5, 3), Input.whole(0, 4, 9), Input.rising(9, 4))
        .sample(
            sum, Input.numbers(5, 3), Input.whole(0, 4, 9), Input.rising(9, 4), Input.numbers(9))
        .sample(mean, Input.numbers(7, 67), Input.whole(0, 6, 40), Input.rising(40, 17))
        .sample(
            new EmbeddingBag(Join.MAX, -1),
            Input.distinct(5, 3),
            Input.whole(0, 4, 9),
            Input.rising(9, 4))
        .misuse(
            "embeddingBag: indices are [4] and offsets []; expected [n] and [bags], at least 1 bag",
            mean,
            table,
            four,
            new TensorType(Shape.of(), DType.I32))
        .misuse(
            "embeddingBag: weights are [3] for indices [4], joined by SUM; they need one shape, and"
                + " sums",
            sum,
            table,
            four,
            four,
            new TensorType(Shape.of(3), DType.F32))
        .misuse("embeddingBag: weights are f32 or f64, got i32", sum, table, four, four, four)
        .build();
  }
}
