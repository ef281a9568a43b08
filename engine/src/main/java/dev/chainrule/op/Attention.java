package dev.chainrule.op;

import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Checkpoint;
import dev.chainrule.kernel.AttentionForward;
import dev.chainrule.kernel.AttentionInputs;
import dev.chainrule.kernel.AttentionSizes;
import dev.chainrule.kernel.Matrices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Means of values, weighted by how well their keys answer queries.
///
/// `y = softmax(scale · q · kᵀ + mask) · v`. A query that may see no key gets 0.
///
/// | input | shape | |
/// |---|---|---|
/// | queries `q` | `[…, queries, features]` | |
/// | keys `k` | `[…, keys, features]` | |
/// | values `v` | `[…, keys, outputs]` | |
/// | mask | broadcasts to `[…, queries, keys]` | may be left out; is added to the scores, −∞ hides a key |
/// | result | `[…, queries, outputs]` | |
///
/// Outer axes broadcast: heads may share keys and values. A mask `[batch, 1, 1, keys]` hides what
/// only fills up sequences.
///
/// **Gradient**: with `p` the weights and `g = p · (dy · vᵀ − Σ dy · y)`, `dq = scale · g · k`, `dk
/// = scale · gᵀ · q`, `dv = pᵀ · dy`, and `g` for a mask of numbers.
///
/// @param causal whether query `i` sees the keys `0 .. i` only
/// @param scale of the products; absent for `1 / √features`
public record Attention(boolean causal, OptionalDouble scale) implements Composite {
  /// `exp(score − highest)`, and 0 for a query that sees nothing, whose highest score is −∞
  private static final Fused POWER =
      Fused.of(
          "attentionPower",
          input(0)
              .eq(constant(Double.NEGATIVE_INFINITY))
              .select(constant(0), input(0).sub(input(1)).exp()));

  /// `power · (d − sum)`
  private static final Fused SLOPE =
      Fused.of("attentionSlope", input(0).mul(input(1).sub(input(2))));

  /// Returns the attention of queries to keys and values, all of which they may see.
  public static Tensor of(Tensor queries, Tensor keys, Tensor values) {
    return new Attention(false, OptionalDouble.empty()).on(queries, keys, values);
  }

  /// Returns the attention of queries to the keys and values up to their own place.
  public static Tensor causal(Tensor queries, Tensor keys, Tensor values) {
    return new Attention(true, OptionalDouble.empty()).on(queries, keys, values);
  }

  /// Returns the attention of queries to keys and values under a mask of truths, which say what a
  /// query may see, or of numbers, which are added to the scores.
  public Tensor on(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
    return Composite.super.on(queries, keys, values, added(mask, queries.dtype()));
  }

  /// Returns the numbers that are added to the scores for a mask of truths: 0 for what a query may
  /// see, else −∞. A mask of numbers is returned as it is.
  public static Tensor added(Tensor mask, DType dtype) {
    return mask.dtype() == DType.BOOL
        ? mask.where(Tensor.scalar(0, dtype), Tensor.scalar(Double.NEGATIVE_INFINITY, dtype))
        : mask;
  }

  /// Returns attention whose weights are dropped with a probability, the others scaled up so that
  /// the mean stays: `y = dropout(softmax(scale · q · kᵀ + mask)) · v`.
  ///
  /// Other operations make it up, so all weights are there at once while they are computed; none is
  /// kept for the gradient, which computes them again and draws the same ones from the key.
  ///
  /// @param key as [SplitKey] makes it
  /// @param inputs queries, keys, values and perhaps a mask
  public Tensor dropped(double probability, Tensor key, Tensor... inputs) {
    type(Execution.types(List.of(inputs).subList(0, 3)));
    var all = new ArrayList<>(List.of(inputs));
    if (inputs.length > 3) {
      all.set(3, added(inputs[3], inputs[0].dtype()));
      type(Execution.types(all));
    }
    all.add(key);
    return Checkpoint.of(given -> dropped(probability, given), all);
  }

  private Tensor dropped(double probability, List<Tensor> given) {
    int last = given.size() - 1;
    var rows = rows(given.get(0), given.get(1), given.subList(3, last));
    var weights = rows.powers.div(rows.total);
    var kept = new RandomBernoulli(weights.shape(), 1 - probability).on(given.get(last));
    return new Dropout(probability).on(weights, kept).matmul(given.get(2));
  }

  /// Returns the weights `[…, queries, keys]` of queries, keys and, if there is one, a mask.
  public Tensor weights(Tensor... inputs) {
    var rows = rows(inputs[0], inputs[1], inputs.length > 2 ? List.of(inputs[2]) : List.of());
    return rows.powers.div(rows.total);
  }

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var q = inputs.get(0).shape();
    var k = inputs.get(1).shape();
    var v = inputs.get(2).shape();
    if (q.rank() < 2 || k.rank() < 2 || v.rank() < 2) {
      throw new ShapeException(
          "attention: queries, keys and values need the axes [time, features], got %s, %s and %s"
              .formatted(q, k, v));
    }
    if (q.size(-1) != k.size(-1)) {
      throw new ShapeException(
          "attention: queries %s have %d features, keys %s have %d; they need equally many"
              .formatted(q, q.size(-1), k, k.size(-1)));
    }
    if (k.size(-2) != v.size(-2)) {
      throw new ShapeException(
          "attention: there are %d keys %s, but %d values %s; every key needs one value"
              .formatted(k.size(-2), k, v.size(-2), v));
    }
    var scores = outer(q, k).concat(Shape.of(q.size(-2), k.size(-2)));
    if (inputs.size() > 3) {
      checkMask(inputs.get(3), scores);
    }
    var outer = Broadcast.shape(name(), outer(q, k), outer(v));
    return new TensorType(outer.concat(Shape.of(q.size(-2), v.size(-1))), dtype(inputs));
  }

  private static Shape outer(Shape q, Shape k) {
    return Broadcast.shape("attention", outer(q), outer(k));
  }

  private static void checkMask(TensorType mask, Shape scores) {
    boolean fits =
        mask.shape().rank() <= scores.rank()
            && IntStream.rangeClosed(1, mask.shape().rank())
                .allMatch(axis ->
                    mask.shape().size(-axis) == 1
                        || mask.shape().size(-axis) == scores.size(-axis));
    if (!fits) {
      throw new ShapeException(
          "attention: a mask of shape %s does not broadcast to the scores %s, queries by keys"
              .formatted(mask.shape(), scores));
    }
  }

  private static DType dtype(List<TensorType> inputs) {
    var met = DType.F32;
    for (var input : inputs) {
      if (!input.dtype().floating()) {
        throw new DTypeException(
            "attention: takes f32 or f64, got %s; convert with to(DType.F32)"
                .formatted(input.dtype()));
      }
      met = met.promote(input.dtype());
    }
    return met;
  }

  double scale(Shape queries) {
    return scale.orElse(1 / Math.sqrt(queries.size(-1)));
  }

  /// The weights before they are divided by their sums.
  ///
  /// @param powers `exp(score − highest)` `[…, queries, keys]`, 0 for what may not be seen
  /// @param total their sums `[…, queries, 1]`, 1 for a query that sees nothing
  private record Rows(Tensor powers, Tensor total) {}

  private Rows rows(Tensor q, Tensor k, List<Tensor> mask) {
    var scores = masked(q.mul(scale(q.shape())).matmul(k.transpose()), mask);
    if (scores.shape().elements() == 0) {
      int[] sums = scores.shape().with(-1, 1).sizes();
      return new Rows(scores, Tensor.ones(Shape.of(sums), scores.dtype()));
    }
    var highest = Extremum.keptMax(scores, Axes.of(-1)).detach();
    var powers = POWER.on(scores, highest);
    var sums = new Sum(Axes.of(-1), true).on(powers);
    return new Rows(powers, sums.eq(0).where(Tensor.scalar(1, sums.dtype()), sums));
  }

  private Tensor masked(Tensor scores, List<Tensor> mask) {
    var sums = mask.isEmpty() ? scores : scores.add(mask.getFirst());
    if (!causal) {
      return sums;
    }
    var all = Tensor.ones(Shape.of(scores.shape().size(-2), scores.shape().size(-1)), DType.F32);
    var seen = Triangle.lower(all.to(DType.BOOL), 0);
    return seen.where(sums, Tensor.scalar(Double.NEGATIVE_INFINITY, sums.dtype()));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var rows = rows(inputs.get(0), inputs.get(1), inputs.subList(3, inputs.size()));
    return rows.powers.matmul(inputs.get(2)).div(rows.total);
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return isEmpty(Execution.types(inputs))
        ? Composite.super.compute(inputs, type)
        : Contiguous.compute(this, inputs, type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    if (isEmpty(Execution.types(inputs))) {
      return Composite.super.bind(inputs, result);
    }
    return Contiguous.converted(
        inputs,
        result.dtype(),
        given -> {
          int[] outer = outer(result.shape()).sizes();
          return AttentionForward.of(
              sizes(given, result.dtype()),
              operands(given, outer(result.shape())),
              Matrices.of(result.storage(), outer));
        });
  }

  private static Shape outer(Shape shape) {
    return shape.part(0, shape.rank() - 2);
  }

  /// Returns whether there is nothing to compute, or nothing to compute it of.
  static boolean isEmpty(List<TensorType> inputs) {
    return inputs.stream().anyMatch(input -> input.shape().elements() == 0);
  }

  /// Returns what plans are made for.
  AttentionSizes sizes(List<Tensor> inputs, DType dtype) {
    var q = inputs.get(0).shape();
    var v = inputs.get(2).shape();
    return new AttentionSizes(
        dtype.element(), q.size(-2), v.size(-2), q.size(-1), v.size(-1), causal, scale(q));
  }

  /// Returns where plans find the inputs, broadcast to common outer axes.
  static AttentionInputs operands(List<Tensor> inputs, Shape outer) {
    var q = inputs.get(0);
    var k = inputs.get(1);
    var scores = Shape.of(q.shape().size(-2), k.shape().size(-2));
    return new AttentionInputs(
        matrices(q, outer, inner(q)),
        matrices(k, outer, inner(k)),
        matrices(inputs.get(2), outer, inner(inputs.get(2))),
        inputs.size() > 3 ? Optional.of(matrices(inputs.get(3), outer, scores)) : Optional.empty());
  }

  private static Shape inner(Tensor x) {
    return x.shape().part(x.shape().rank() - 2, x.shape().rank());
  }

  /// Returns the innermost two axes of a tensor, which broadcast to a shape, for every index of
  /// outer axes, to which its own broadcast.
  static Matrices matrices(Tensor x, Shape outer, Shape inner) {
    var storage = Broadcast.expand(x.storage(), x.shape(), outer.concat(inner));
    return Matrices.of(storage, outer.sizes());
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    int features = inputs.get(0).shape().size(-1);
    var values = inputs.get(2).shape();
    long queries = result.shape().elements() / values.size(-1);
    return 2 * queries * values.size(-2) * (features + values.size(-1));
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  /// All but the gradient of a mask come from one operation, which never has all weights at once.
  @Override
  public void backward(Backward tape) {
    var inputs = new ArrayList<Tensor>();
    for (int i = 0; i < tape.inputs(); i++) {
      inputs.add(tape.input(i));
    }
    var all = new ArrayList<>(inputs);
    all.add(tape.output());
    all.add(tape.upstream());
    var operation = new AttentionGradient(this);
    var gradient = operation.on(all.toArray(Tensor[]::new));
    for (int i = 0; i < 3; i++) {
      int input = i;
      tape.to(input, () -> operation.part(gradient, input, inputs));
    }
    if (tape.inputs() > 3) {
      tape.to(3, () -> slopes(inputs, tape.output(), tape.upstream()).scores());
    }
  }

  /// The gradients of scores, and what they are made of.
  ///
  /// @param upstream divided by the sums of the powers
  /// @param powers the weights before they are divided by their sums
  record Slopes(Tensor scores, Tensor upstream, Tensor powers) {}

  Slopes slopes(List<Tensor> inputs, Tensor output, Tensor upstream) {
    var rows = rows(inputs.get(0), inputs.get(1), inputs.subList(3, inputs.size()));
    var dy = upstream.div(rows.total);
    var along = new Sum(Axes.of(-1), true).on(dy.mul(output));
    var weighted = dy.matmul(inputs.get(2).transpose());
    return new Slopes(SLOPE.on(rows.powers, weighted, along), dy, rows.powers);
  }

  @Override
  public void forward(Forward tape) {
    var q = tape.input(0);
    var k = tape.input(1);
    var v = tape.input(2);
    var rows = rows(q, k, tape.inputs() > 3 ? List.of(tape.input(3)) : List.of());
    var weights = rows.powers.div(rows.total);
    double scale = scale(q.shape());
    tape.from(0, dq -> slope(weights, dq.mul(scale).matmul(k.transpose())).matmul(v));
    tape.from(1, dk -> slope(weights, q.mul(scale).matmul(dk.transpose())).matmul(v));
    tape.from(2, dv -> weights.matmul(dv));
    if (tape.inputs() > 3) {
      tape.from(3, dm -> slope(weights, dm).matmul(v));
    }
  }

  /// Returns `p · (d − Σ p · d)`.
  private static Tensor slope(Tensor weights, Tensor d) {
    return SLOPE.on(weights, d, new Sum(Axes.of(-1), true).on(weights.mul(d)));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var v = inputs.get(2);
    var q = inputs.get(0).shape();
    var k = inputs.get(1).shape();
    var outer = Broadcast.shape(name(), outer(q, k), outer(v.shape()));
    return Plain.generate(
        outer.concat(Shape.of(q.size(-2), v.shape().size(-1))),
        index -> {
          double[] weights = referenceWeights(inputs, index);
          int[] at = index.clone();
          double sum = 0;
          for (int key = 0; key < weights.length; key++) {
            at[at.length - 2] = key;
            sum += weights[key] * v.get(at);
          }
          return sum;
        });
  }

  /// Returns the weights with which the query at an index sees each key.
  private double[] referenceWeights(List<Plain> inputs, int[] index) {
    var queries = inputs.get(0);
    var keys = inputs.get(1);
    int[] left = index.clone();
    int[] right = index.clone();
    int row = index[index.length - 2];
    double[] powers = new double[keys.shape().size(-2)];
    double total = 0;
    for (int key = 0; key < powers.length; key++) {
      double score = 0;
      for (int f = 0; f < queries.shape().size(-1); f++) {
        left[left.length - 1] = f;
        right[right.length - 2] = key;
        right[right.length - 1] = f;
        score += queries.get(left) * keys.get(right);
      }
      score *= scale(queries.shape());
      if (inputs.size() > 3) {
        left[left.length - 1] = key;
        score += inputs.get(3).get(left);
      }
      powers[key] = causal && key > row ? 0 : Math.exp(score);
      total += powers[key];
    }
    for (int key = 0; key < powers.length; key++) {
      powers[key] /= total == 0 ? 1 : total;
    }
    return powers;
  }

  static OpSpec spec() {
    var plain = new Attention(false, OptionalDouble.empty());
    var causal = new Attention(true, OptionalDouble.empty());
    return OpSpec.of("attention")
        .summary("Means of values, weighted by how well their keys answer queries.")
        .formula("y = softmax(scale · q · kᵀ + mask) · v")
        .gradient("dq = scale · g · k, g = p · (dy · vᵀ − Σ dy · y), p = softmax(…)")
        .gradient("dk = scale · gᵀ · q")
        .gradient("dv = pᵀ · dy")
        .gradient("dmask = g")
        .source("Vaswani et al.: Attention is all you need, 2017, section 3.2.1")
        .accuracy(32) // sums over features and keys
        .withoutEdges() // a weight of 0 times an infinite value is NaN
        .sample(plain, Input.numbers(2, 2), Input.numbers(3, 2), Input.numbers(3, 1))
        .sample(causal, Input.numbers(2, 3, 2), Input.numbers(2, 5, 2), Input.numbers(2, 5, 1))
        .sample(
            new Attention(true, OptionalDouble.of(0.3)),
            Input.numbers(2, 2, 4, 3),
            Input.numbers(2, 1, 4, 3),
            Input.numbers(1, 2, 4, 2),
            Input.numbers(4, 4))
        .sample(
            plain,
            Input.numbers(2, 2, 3, 1),
            Input.numbers(2, 2, 2, 1),
            Input.numbers(2, 2, 2, 1),
            Input.numbers(2, 1, 1, 2))
        .sample(causal, Input.numbers(70, 3), Input.numbers(137, 3), Input.numbers(137, 2))
        .sample(plain, Input.numbers(2, 3, 4), Input.numbers(2, 0, 4), Input.numbers(2, 0, 4))
        .sample(plain, Input.numbers(0, 4), Input.numbers(3, 4), Input.numbers(3, 2))
        .misuse(
            "attention: queries, keys and values need the axes [time, features], got [3], [4, 3]"
                + " and [4, 2]",
            plain,
            type(3),
            type(4, 3),
            type(4, 2))
        .misuse(
            "attention: queries [2, 3, 4] have 4 features, keys [2, 5, 6] have 6; they need equally"
                + " many",
            plain,
            type(2, 3, 4),
            type(2, 5, 6),
            type(2, 5, 6))
        .misuse(
            "attention: there are 5 keys [2, 5, 4], but 6 values [2, 6, 4]; every key needs one"
                + " value",
            plain,
            type(2, 3, 4),
            type(2, 5, 4),
            type(2, 6, 4))
        .misuse(
            "attention: a mask of shape [5, 3] does not broadcast to the scores [2, 3, 5], queries"
                + " by keys",
            plain,
            type(2, 3, 4),
            type(2, 5, 4),
            type(2, 5, 4),
            type(5, 3))
        .misuse(
            "attention: takes f32 or f64, got i32; convert with to(DType.F32)",
            plain,
            type(3, 4),
            type(5, 4),
            new TensorType(Shape.of(5, 2), DType.I32))
        .build();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }
}
