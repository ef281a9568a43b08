package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Comparisons;
import dev.chainrule.op.Elementwise;
import dev.chainrule.op.Exponentials;
import dev.chainrule.op.Integers;
import dev.chainrule.op.Rounding;
import dev.chainrule.op.SpecialFunctions;
import dev.chainrule.op.Trigonometry;
import java.util.Optional;

/// Elementwise functions. Those without arguments of their own whose name in Chainrule is
/// PyTorch's, but for capitals and underscores, need no line.
final class OpTableElementwise {
  private OpTableElementwise() {}

  static void fill(OpTable table) {
    addArithmetic(table);
    addPowers(table);
    addBounds(table);
    addLogic(table);
    addIntegers(table);
    addOtherNames(table);
    addSameNames(table);
  }

  private static void addArithmetic(OpTable table) {
    table.one("add", a -> a.a().add(scaled(a.b(), a.number("alpha", 1))));
    table.one("sub", a -> a.a().sub(scaled(a.b(), a.number("alpha", 1))));
    table.one("rsub", a -> a.x().neg().add(a.number("s")));
    table.one("div", a -> quotient(a.text("rounding_mode", "none")).on(a.a(), a.b()));
    table.one("addcmul", a -> a.a().add(a.b().mul(a.tensor("c")).mul(a.number("value", 1))));
    table.one("addcdiv", a -> a.a().add(a.b().div(a.tensor("c")).mul(a.number("value", 1))));
    table.one("lerp", a -> Arithmetic.LERP.on(a.a(), a.b(), a.tensor("w")));
    table.one("where", a -> Comparisons.WHERE.on(a.tensor("cond"), a.a(), a.b()));
  }

  private static void addPowers(OpTable table) {
    table.one("pow_scalar", a -> Arithmetic.pow(a.number("p")).on(a.x()));
    table.one("scalar_pow", a -> Arithmetic.powerOf(a.number("base")).on(a.x()));
    table.one("polygamma", a -> SpecialFunctions.polygamma(a.integer("n")).on(a.x()));
    table.one("logit", a -> Exponentials.LOGIT.on(inside(a.x(), a.number("eps", 0))));
  }

  private static void addBounds(OpTable table) {
    table.one(
        "clamp",
        a ->
            Comparisons.clamp(
                    a.number("min", Double.NEGATIVE_INFINITY),
                    a.number("max", Double.POSITIVE_INFINITY))
                .on(a.x()));
    table.one("clamp_tensor", OpTableElementwise::clamped);
    table.one("nan_to_num", a -> finite(a).on(a.x()));
    table.one("to_float32", a -> a.x().to(DType.F32));
    table.one("to_int64", a -> a.x().to(DType.I64));
  }

  private static void addLogic(OpTable table) {
    table.unary("logical_not", x -> Comparisons.NOT.on(truth(x)));
    table.binary("logical_and", (a, b) -> Comparisons.AND.on(truth(a), truth(b)));
    table.binary("logical_or", (a, b) -> Comparisons.OR.on(truth(a), truth(b)));
    table.binary("logical_xor", (a, b) -> Comparisons.XOR.on(truth(a), truth(b)));
    table.unary("isinf", Comparisons.IS_INFINITE::on);
    table.one(
        "isclose",
        a -> Comparisons.isClose(a.number("rtol", 1e-5), a.number("atol", 1e-8)).on(a.a(), a.b()));
  }

  private static void addIntegers(OpTable table) {
    table.binary("bitwise_and", Integers.BIT_AND::on);
    table.binary("bitwise_or", Integers.BIT_OR::on);
    table.binary("bitwise_xor", Integers.BIT_XOR::on);
    table.binary("bitwise_left_shift", Integers.LEFT_SHIFT::on);
    table.binary("bitwise_right_shift", Integers.RIGHT_SHIFT::on);
  }

  private static void addOtherNames(OpTable table) {
    table.unary("deg2rad", Trigonometry.DEGREES_TO_RADIANS::on);
    table.unary("rad2deg", Trigonometry.RADIANS_TO_DEGREES::on);
    table.unary("entr", Exponentials.ENTROPY::on);
  }

  private static void addSameNames(OpTable table) {
    for (Elementwise function : Elementwise.all()) {
      switch (function.arity()) {
        case 1 -> table.sameName(function.name(), a -> function.on(a.x()));
        case 2 -> table.sameName(function.name(), a -> function.on(a.a(), a.b()));
        default -> {}
      }
    }
  }

  private static Tensor scaled(Tensor x, double factor) {
    return factor == 1 ? x : x.mul(factor);
  }

  private static Elementwise quotient(String rounding) {
    return switch (rounding) {
      case "floor" -> Rounding.FLOOR_DIVIDE;
      case "trunc" -> Rounding.TRUNC_DIVIDE;
      default -> Arithmetic.DIV;
    };
  }

  private static Tensor inside(Tensor x, double margin) {
    return margin == 0 ? x : Comparisons.clamp(margin, 1 - margin).on(x);
  }

  /// A bound that is missing bounds nothing.
  private static Tensor clamped(Arguments a) {
    Tensor least = Tensor.scalar(Double.NEGATIVE_INFINITY, a.x().dtype());
    Optional<Tensor> most = a.find("max");
    return Comparisons.CLAMP.on(
        a.x(), a.find("min").orElse(least), most.orElseGet(() -> least.neg()));
  }

  private static Elementwise finite(Arguments a) {
    if (!a.has("nan") && !a.has("posinf") && !a.has("neginf")) {
      return Comparisons.nanToNum(a.x().dtype());
    }
    double most = a.x().dtype() == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return Comparisons.nanToNum(
        a.number("nan", 0), a.number("posinf", most), a.number("neginf", -most));
  }

  private static Tensor truth(Tensor x) {
    return x.to(DType.BOOL);
  }
}
