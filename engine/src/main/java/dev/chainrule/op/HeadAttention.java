package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/// [Attention] of several heads whose features lie side by side: their axis comes after time.
///
/// So heads are cut out of `[batch, time, heads · features]`, and joined again, without a copy.
///
/// | input | shape | |
/// |---|---|---|
/// | queries | `[…, queries, heads, features]` | |
/// | keys | `[…, keys, heads, features]` | |
/// | values | `[…, keys, heads, outputs]` | |
/// | mask | broadcasts to `[…, heads, queries, keys]` | may be left out; is added to the scores, −∞ hides a key |
/// | result | `[…, queries, heads, outputs]` | |
///
/// Outer axes and heads broadcast.
///
/// **Gradient**: that of attention.
///
/// @param attention of each head
public record HeadAttention(Attention attention) implements Composite {
  /// Returns the attention of queries to keys and values under a mask of truths, which say what a
  /// query may see, or of numbers, which are added to the scores.
  public Tensor on(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
    return Composite.super.on(queries, keys, values, Attention.added(mask, queries.dtype()));
  }

  /// Returns attention whose weights are dropped; see [Attention#dropped].
  public Tensor dropped(double probability, Tensor key, Tensor... inputs) {
    type(Execution.types(List.of(inputs).subList(0, 3)));
    var turned = turned(List.of(inputs), true);
    return turned(attention.dropped(probability, key, turned.toArray(Tensor[]::new)));
  }

  /// Returns a tensor with the axes of time and heads exchanged.
  static Tensor turned(Tensor x) {
    return Permute.swap(x, -3, -2);
  }

  /// Returns the inputs of attention, outputs and their gradients as [Attention] expects them; a
  /// mask stays as it is.
  static List<Tensor> turned(List<Tensor> inputs, boolean masked) {
    var turned = new ArrayList<Tensor>();
    for (int i = 0; i < inputs.size(); i++) {
      turned.add(masked && i == 3 ? inputs.get(i) : turned(inputs.get(i)));
    }
    return turned;
  }

  private static TensorType turned(TensorType type) {
    var shape = type.shape();
    int heads = shape.size(-2);
    return type.with(shape.with(-2, shape.size(-3)).with(-3, heads));
  }

  @Override
  public String name() {
    return "headAttention";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var turned = new ArrayList<>(inputs);
    for (int i = 0; i < 3; i++) {
      if (inputs.get(i).shape().rank() < 3) {
        throw new ShapeException(
            "headAttention: queries, keys and values need the axes [time, heads, features], got %s,"
                    .formatted(inputs.get(0).shape())
                + " %s and %s".formatted(inputs.get(1).shape(), inputs.get(2).shape()));
      }
      turned.set(i, turned(inputs.get(i)));
    }
    return turned(attention.type(turned));
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var turned = turned(inputs, inputs.size() > 3);
    return turned(attention.on(turned.toArray(Tensor[]::new)));
  }

  @Override
  public boolean hasKernel() {
    return true;
  }

  @Override
  public Tensor compute(List<Tensor> inputs, TensorType type) {
    return Attention.isEmpty(Execution.types(inputs))
        ? Composite.super.compute(inputs, type)
        : Contiguous.compute(this, inputs.stream().map(Tensor::detach).toList(), type);
  }

  @Override
  public Runnable bind(List<Tensor> inputs, Tensor result) {
    return Attention.isEmpty(Execution.types(inputs))
        ? Composite.super.bind(inputs, result)
        : attention.bind(turned(inputs, inputs.size() > 3), turned(result));
  }

  @Override
  public long operations(List<TensorType> inputs, TensorType result) {
    return attention.operations(
        inputs.stream().limit(3).map(HeadAttention::turned).toList(), turned(result));
  }

  @Override
  public boolean keepsOutput() {
    return true;
  }

  /// The gradients of queries, keys and values lie side by side if these do; see
  /// [HeadAttentionGradient].
  @Override
  public void backward(Backward tape) {
    var inputs = new ArrayList<Tensor>();
    for (int i = 0; i < tape.inputs(); i++) {
      inputs.add(tape.input(i));
    }
    var all = new ArrayList<>(inputs);
    all.add(tape.output());
    all.add(tape.upstream());
    boolean masked = inputs.size() > 3;
    var turned = turned(all, masked);
    if (HeadAttentionGradient.fits(inputs)) {
      var operation = new HeadAttentionGradient(attention);
      var gradient = operation.on(all.toArray(Tensor[]::new));
      give(tape, i -> HeadAttentionGradient.part(gradient, i, inputs));
    } else {
      var operation = new AttentionGradient(attention);
      var gradient = operation.on(turned.toArray(Tensor[]::new));
      give(tape, i -> turned(operation.part(gradient, i, turned)));
    }
    if (masked) {
      int last = turned.size() - 1;
      var own = turned.subList(0, last - 1);
      tape.to(3, () -> attention.slopes(own, turned.get(last - 1), turned.get(last)).scores());
    }
  }

  private static void give(Backward tape, IntFunction<Tensor> gradient) {
    for (int i = 0; i < 3; i++) {
      int input = i;
      tape.to(input, () -> gradient.apply(input));
    }
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var turned = new ArrayList<>(inputs);
    for (int i = 0; i < 3; i++) {
      turned.set(i, turned(inputs.get(i)));
    }
    return turned(attention.reference(turned));
  }

  private static Plain turned(Plain x) {
    var type = turned(new TensorType(x.shape(), DType.F64));
    return Plain.generate(
        type.shape(),
        index -> {
          int[] at = index.clone();
          at[at.length - 2] = index[at.length - 3];
          at[at.length - 3] = index[at.length - 2];
          return x.get(at);
        });
  }

  /// Returns what the catalogue knows of attention with and without an axis of heads.
  static List<OpSpec> specs() {
    return List.of(Attention.spec(), spec());
  }

  private static OpSpec spec() {
    var plain = new HeadAttention(new Attention(false, OptionalDouble.empty()));
    var causal = new HeadAttention(new Attention(true, OptionalDouble.empty()));
    return OpSpec.of("headAttention")
        .summary("Attention of several heads whose features lie side by side.")
        .formula("y = softmax(scale · q · kᵀ + mask) · v for every head")
        .gradient("dq = scale · g · k, g = p · (dy · vᵀ − Σ dy · y), p = softmax(…)")
        .gradient("dk = scale · gᵀ · q")
        .gradient("dv = pᵀ · dy")
        .gradient("dmask = g")
        .source("Vaswani et al.: Attention is all you need, 2017, section 3.2.2")
        .accuracy(32) // sums over features and keys
        .withoutEdges() // a weight of 0 times an infinite value is NaN
        .sample(causal, Input.numbers(3, 2, 2), Input.numbers(3, 2, 2), Input.numbers(3, 2, 1))
        .sample(
            plain,
            Input.numbers(2, 3, 2, 2),
            Input.numbers(2, 3, 2, 2),
            Input.numbers(2, 3, 2, 3),
            Input.numbers(2, 1, 1, 3))
        .sample(
            causal, Input.numbers(2, 2, 3, 1), Input.numbers(2, 4, 1, 1), Input.numbers(4, 3, 2))
        .sample(causal, Input.numbers(70, 2, 3), Input.numbers(70, 2, 3), Input.numbers(70, 2, 3))
        .sample(plain, Input.numbers(3, 2, 4), Input.numbers(0, 2, 4), Input.numbers(0, 2, 4))
        .misuse(
            "headAttention: queries, keys and values need the axes [time, heads, features], got"
                + " [3, 4], [2, 4, 4] and [2, 4, 2]",
            plain,
            type(3, 4),
            type(2, 4, 4),
            type(2, 4, 2))
        .build();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }
}
