package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Products of elements of several tensors, summed over axes, as an equation says.
///
/// Each operand has a letter for every axis. The result has the letters after the arrow; the
/// products are summed over all others. A letter that stands twice in an operand takes its
/// diagonal. `...` stands for outer axes that broadcast. Without an arrow the result has the
/// letters that stand once, in the order of the alphabet.
///
/// | equation | result |
/// |---|---|
/// | `ij,jk->ik` | matrix product |
/// | `i,j->ij` | outer product |
/// | `ii->` | trace |
/// | `ij->ji` | transpose |
/// | `...ij,...jk->...ik` | matrix product with outer axes |
/// | `bhqd,bhkd->bhqk` | scores of attention |
///
/// Operands are multiplied from left to right; a sum over letters of one operand alone comes first.
public final class Einsum implements Composite {
  private final EinsumEquation equation;

  /// @throws IllegalArgumentException if the equation cannot be understood
  public Einsum(String equation) {
    this.equation = EinsumEquation.parse(equation);
  }

  /// Returns products of elements, summed as an equation says.
  public static Tensor of(String equation, Tensor... operands) {
    return new Einsum(equation).on(operands);
  }

  /// Returns the products of all pairs of elements of two vectors: `y[i, j] = a[i] · b[j]`.
  public static Tensor outer(Tensor a, Tensor b) {
    return of("i,j->ij", a, b);
  }

  /// Returns the sum of the products of two vectors' elements.
  public static Tensor dot(Tensor a, Tensor b) {
    return of("i,i->", a, b);
  }

  /// Returns the products of all elements of two matrices, as blocks `a[i, j] · b`.
  public static Tensor kron(Tensor a, Tensor b) {
    var blocks = of("ij,kl->ikjl", a, b);
    return blocks.reshape(
        a.shape().size(0) * b.shape().size(0), a.shape().size(1) * b.shape().size(1));
  }

  /// Returns the products summed over pairs of axes, `left[i]` of `a` with `right[i]` of `b`; the
  /// result has the other axes of `a`, then those of `b`.
  public static Tensor tensordot(Tensor a, Tensor b, int[] left, int[] right) {
    char[] first = letters('a', a.shape().rank());
    char[] second = letters('A', b.shape().rank());
    var output = new StringBuilder(new String(first) + new String(second));
    for (int i = 0; i < left.length; i++) {
      char label = first[Axes.one("tensordot", left[i], a.shape())];
      int place = Axes.one("tensordot", right[i], b.shape());
      output.deleteCharAt(output.indexOf(String.valueOf(label)));
      output.deleteCharAt(output.indexOf(String.valueOf(second[place])));
      second[place] = label;
    }
    return of(new String(first) + "," + new String(second) + "->" + output, a, b);
  }

  private static char[] letters(char first, int count) {
    char[] letters = new char[count];
    for (int i = 0; i < count; i++) {
      letters[i] = (char) (first + i);
    }
    return letters;
  }

  @Override
  public String name() {
    return "einsum";
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    var shapes = inputs.stream().map(TensorType::shape).toList();
    var full = equation.of(shapes);
    var sizes = full.sizes(shapes);
    var dtype = inputs.stream().map(TensorType::dtype).reduce(DType::promote).orElseThrow();
    if (dtype == DType.BOOL || dtype == DType.U8) {
      throw new DTypeException(
          "einsum: takes i32, i64, f32 or f64, got %s; convert with to(DType.F32)"
              .formatted(dtype));
    }
    return new TensorType(EinsumEquation.shape(full.output(), sizes), dtype);
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    var shapes = inputs.stream().map(Tensor::shape).toList();
    var full = equation.of(shapes);
    var sizes = full.sizes(shapes);
    var dtype = type(inputs.stream().map(Tensor::type).toList()).dtype();
    var parts = new ArrayList<EinsumPart>();
    for (int i = 0; i < inputs.size(); i++) {
      var part = EinsumPart.of(full.operands().get(i), inputs.get(i).to(dtype), sizes);
      parts.add(part.sumTo(needed(full, i, i + 1)));
    }
    var product = parts.getFirst();
    for (int i = 1; i < parts.size(); i++) {
      product = product.times(parts.get(i), needed(full, 0, i + 1), sizes);
    }
    return product.ordered(full.output()).to(dtype);
  }

  /// Returns the labels of the result and of all operands but those from `from` to `to`.
  private static String needed(EinsumEquation equation, int from, int to) {
    return IntStream.range(0, equation.operands().size())
        .filter(i -> i < from || i >= to)
        .mapToObj(equation.operands()::get)
        .collect(Collectors.joining("", equation.output(), ""));
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var shapes = inputs.stream().map(Plain::shape).toList();
    var full = equation.of(shapes);
    var sizes = full.sizes(shapes);
    var labels = sizes.keySet().stream().map(String::valueOf).collect(Collectors.joining());
    var every = EinsumEquation.shape(labels, sizes);
    var shape = EinsumEquation.shape(full.output(), sizes);
    var result = new Plain(shape, new double[shape.elements()]);
    for (int i = 0; i < every.elements(); i++) {
      int[] index = Plain.index(every, i);
      double product = 1;
      for (int k = 0; k < inputs.size(); k++) {
        product *= inputs.get(k).get(pick(index, labels, full.operands().get(k)));
      }
      result.values()[Plain.place(shape, pick(index, labels, full.output()))] += product;
    }
    return result;
  }

  private static int[] pick(int[] index, String labels, String wanted) {
    return wanted.chars().map(label -> index[labels.indexOf(label)]).toArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Einsum that && equation.equals(that.equation);
  }

  @Override
  public int hashCode() {
    return equation.hashCode();
  }

  /// Returns the name and the equation.
  @Override
  public String toString() {
    return "einsum " + equation.text();
  }

  static OpSpec spec() {
    var matrix = new TensorType(Shape.of(3, 4), DType.F32);
    return OpSpec.of("einsum")
        .summary("Products of elements of several tensors, summed over axes, as an equation says.")
        .formula("ij,jk->ik: y[i, k] = Σⱼ a[i, j] · b[j, k]")
        .gradient("ij,jk->ik: da = ik,jk->ij of dy and b")
        .gradient("ij,jk->ik: db = ij,ik->jk of a and dy")
        .source("Einstein: Die Grundlage der allgemeinen Relativitätstheorie, 1916, section 5")
        .accuracy(16) // sums over several letters
        .sample(new Einsum("ij,jk->ik"), Input.numbers(3, 4), Input.numbers(4, 2))
        .sample(new Einsum("ii->"), Input.numbers(4, 4))
        .sample(new Einsum("iji->j"), Input.numbers(3, 2, 3))
        .sample(new Einsum("ij,ij->"), Input.numbers(2, 3), Input.numbers(2, 3))
        .sample(new Einsum("i,j"), Input.numbers(3), Input.numbers(4))
        .sample(new Einsum("bij,kjb->bik"), Input.numbers(2, 3, 4), Input.numbers(5, 4, 2))
        .sample(new Einsum("...ij,...jk"), Input.numbers(2, 1, 2, 3), Input.numbers(4, 3, 2))
        .sample(
            new Einsum("bn,anm,bm->ba"),
            Input.numbers(2, 3),
            Input.numbers(4, 3, 2),
            Input.numbers(2, 2))
        .sample(new Einsum("ijk,ij->ik"), Input.numbers(2, 3, 4), Input.numbers(2, 3))
        .misuse(
            "einsum: \"ij,jk->ik\" has 2 operands, got 1 tensors", new Einsum("ij,jk->ik"), matrix)
        .misuse(
            "einsum: \"ij,jk->ik\": label j is 4 in operand 0 [3, 4] and 3 in operand 1 [3, 4]",
            new Einsum("ij,jk->ik"),
            matrix,
            matrix)
        .misuse(
            "einsum: \"ijk\": operand 0 has labels ijk, the tensor is [3, 4]",
            new Einsum("ijk"),
            matrix)
        .misuse(
            "einsum: \"...i,...i\": an axis of the ellipsis is 3 in operand 0 [3, 4] and 5 in"
                + " operand 1 [5, 4]",
            new Einsum("...i,...i"),
            matrix,
            new TensorType(Shape.of(5, 4), DType.F32))
        .build();
  }
}
