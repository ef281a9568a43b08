package dev.chainrule.golden;

import dev.chainrule.Tensor;

/// Matrix products and what is made of them.
final class OpTableProducts {
  private OpTableProducts() {}

  static void fill(OpTable table) {
    table.binary("matmul", OpTableProducts::matmul);
    table.binary("mm", Tensor::matmul);
    table.binary("bmm", Tensor::matmul);
    table.binary("mv", OpTableProducts::matmul);
    table.binary("dot", OpTableProducts::matmul);
    table.binary("outer", (a, b) -> a.reshape(-1, 1).mul(b.reshape(1, -1)));
    table.one("linear", a -> plusBias(a, a.x().matmul(a.tensor("weight").transpose())));
    table.one("addmm", OpTableProducts::addProduct);
    table.one("baddbmm", OpTableProducts::addProduct);
    table.one("multi_dot", a -> a.list().stream().reduce(OpTableProducts::matmul).orElseThrow());
  }

  /// Returns the product of operands that may be vectors.
  private static Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  private static Tensor plusBias(Arguments a, Tensor product) {
    return a.find("bias").map(product::add).orElse(product);
  }

  private static Tensor addProduct(Arguments a) {
    Tensor product = a.a().matmul(a.b()).mul(a.number("alpha", 1));
    return a.tensor("c").mul(a.number("beta", 1)).add(product);
  }
}
