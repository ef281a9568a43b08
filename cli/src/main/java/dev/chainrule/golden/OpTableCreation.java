package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Sequences;

/// Functions that make tensors from numbers.
final class OpTableCreation {
  private OpTableCreation() {}

  static void fill(OpTable table) {
    table.one("arange", a -> range(numbers(a)));
    table.one("linspace", a -> spaced(numbers(a)));
    table.one("logspace", a -> Arithmetic.powerOf(10).on(spaced(numbers(a))));
    table.one("eye", a -> Sequences.eye(a.integer("n"), a.integer("m"), DType.F64));
  }

  private static double[] numbers(Arguments a) {
    return a.get("args").items().stream().mapToDouble(Json::asDouble).toArray();
  }

  /// Returns numbers up to an end, or from a start to an end at steps.
  private static Tensor range(double[] numbers) {
    return numbers.length == 1
        ? Sequences.range(0, numbers[0], 1, DType.F64)
        : Sequences.range(numbers[0], numbers[1], numbers[2], DType.F64);
  }

  private static Tensor spaced(double[] numbers) {
    return Sequences.linspace(numbers[0], numbers[1], (int) numbers[2], DType.F64);
  }
}
