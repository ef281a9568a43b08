package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import dev.chainrule.op.Attention;
import dev.chainrule.op.Einsum;
import dev.chainrule.op.Roll;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Matrix products and what is made of them.
final class OpTableProducts {
  private OpTableProducts() {}

  static void fill(OpTable table) {
    table.binary("matmul", OpTableProducts::matmul);
    table.binary("mm", Tensor::matmul);
    table.binary("bmm", Tensor::matmul);
    table.binary("mv", OpTableProducts::matmul);
    table.binary("dot", OpTableProducts::matmul);
    table.binary("outer", Einsum::outer);
    table.binary("inner", (a, b) -> a.matmul(b.transpose()));
    table.binary("kron", Einsum::kron);
    table.one("einsum", a -> Einsum.of(a.text("equation", ""), a.list().toArray(Tensor[]::new)));
    table.one("tensordot", a -> tensordot(a.a(), a.b(), a.get("dims")));
    table.one("bilinear", OpTableProducts::bilinear);
    table.one("cross", a -> cross(a.a(), a.b(), a.integer("dim")));
    table.one("matrix_power", a -> power(a.x(), a.integer("n")));
    table.one("linear", a -> plusBias(a, a.x().matmul(a.tensor("weight").transpose())));
    table.one("addmm", OpTableProducts::addProduct);
    table.one("baddbmm", OpTableProducts::addProduct);
    table.one("multi_dot", a -> a.list().stream().reduce(OpTableProducts::matmul).orElseThrow());
    table.one("scaled_dot_product_attention", OpTableProducts::attention);
  }

  private static Tensor attention(Arguments a) {
    OptionalDouble scale =
        a.has("scale") ? OptionalDouble.of(a.number("scale")) : OptionalDouble.empty();
    var attention = new Attention(a.flag("is_causal"), scale);
    Tensor q = a.tensor("q");
    Tensor k = a.tensor("k");
    Tensor v = a.tensor("v");
    return a.find("mask")
        .map(mask -> attention.on(q, k, v, mask))
        .orElseGet(() -> attention.on(q, k, v));
  }

  /// Returns the product of operands that may be vectors.
  private static Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  /// Sums over the last axes of `a` and the first of `b`, or over pairs of axes.
  private static Tensor tensordot(Tensor a, Tensor b, Json dims) {
    if (dims instanceof Json.Items) {
      return Einsum.tensordot(a, b, axes(dims.items().get(0)), axes(dims.items().get(1)));
    }
    int rank = a.shape().rank();
    int[] first = IntStream.range(0, dims.asInt()).toArray();
    int[] last = IntStream.range(rank - dims.asInt(), rank).toArray();
    return Einsum.tensordot(a, b, last, first);
  }

  private static int[] axes(Json list) {
    return list.items().stream().mapToInt(Json::asInt).toArray();
  }

  private static Tensor bilinear(Arguments a) {
    Tensor product =
        Einsum.of("ni,oij,nj->no", a.tensor("x1_"), a.tensor("weight"), a.tensor("x2_"));
    return plusBias(a, product);
  }

  /// Returns `aᵢ bⱼ − aⱼ bᵢ`, where i and j follow in a circle of three.
  private static Tensor cross(Tensor a, Tensor b, int dim) {
    Tensor next = Roll.of(a, dim, -1).mul(Roll.of(b, dim, -2));
    return next.sub(Roll.of(a, dim, -2).mul(Roll.of(b, dim, -1)));
  }

  private static Tensor power(Tensor x, int n) {
    if (n < 1) {
      throw new NotApplicable("there is no linear algebra beyond matrix products yet");
    }
    return Collections.nCopies(n, x).stream().reduce(Tensor::matmul).orElseThrow();
  }

  private static Tensor plusBias(Arguments a, Tensor product) {
    return a.find("bias").map(product::add).orElse(product);
  }

  private static Tensor addProduct(Arguments a) {
    Tensor product = a.a().matmul(a.b()).mul(a.number("alpha", 1));
    return a.tensor("c").mul(a.number("beta", 1)).add(product);
  }
}
