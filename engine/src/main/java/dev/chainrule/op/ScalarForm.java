package dev.chainrule.op;

import dev.chainrule.kernel.ScalarCompiler;
import dev.chainrule.kernel.ScalarFunction;
import dev.chainrule.scalar.Expression;
import org.jspecify.annotations.Nullable;

/// An elementwise function of single numbers with its derivatives, compiled from the same
/// expressions as the kernels of tensors.
public final class ScalarForm {
  private final int arity;
  private final ScalarFunction value;
  private final @Nullable ScalarFunction[] products;

  ScalarForm(Expression body, PointwiseRules rules) {
    arity = rules.arity();
    value = ScalarCompiler.compile(body);
    products = new ScalarFunction[arity];
    for (int i = 0; i < arity; i++) {
      var product = rules.product(i);
      products[i] = product == null ? null : ScalarCompiler.compile(product);
    }
  }

  /// Returns the value; arguments beyond the function's arity are ignored.
  public double value(double a, double b, double c) {
    return value.at(a, b, c, 0, 0);
  }

  /// Returns `upstream · ∂result/∂input`, 0 if the function does not depend smoothly on this input.
  public double product(int input, double a, double b, double c, double result, double upstream) {
    var product = products[input];
    if (product == null) {
      return 0;
    }
    return switch (arity) {
      case 1 -> product.at(a, result, upstream, 0, 0);
      case 2 -> product.at(a, b, result, upstream, 0);
      default -> product.at(a, b, c, result, upstream);
    };
  }
}
