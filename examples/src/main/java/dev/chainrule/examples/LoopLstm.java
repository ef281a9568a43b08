package dev.chainrule.examples;

import static dev.chainrule.init.Initializers.glorotUniform;
import static dev.chainrule.init.Initializers.orthogonal;
import static dev.chainrule.init.Initializers.zeros;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Site;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/// A layer of one's own: long short-term memory as a `for` loop over time, with nothing but tensor
/// operations.
///
/// `cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)` and `hₜ = σ(o) · tanh(cₜ)`, with `i, f, g, o` the four
/// blocks of `xₜ · weight + hₜ₋₁ · recurrent + bias`.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, time, features]` |
/// | output | `[batch, time, hidden]` |
/// | `weight`, `recurrent`, `bias` | `[features, 4 · hidden]`, `[hidden, 4 · hidden]`, `[4 · hidden]` |
///
/// @param hidden the size of `h` and of `c`
public record LoopLstm(int hidden) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    int features = site.input().size(1);
    var weight = site.parameter("weight", Shape.of(features, 4 * hidden), glorotUniform());
    var recurrent = site.parameter("recurrent", Shape.of(hidden, 4 * hidden), orthogonal());
    var bias = site.parameter("bias", Shape.of(4 * hidden), zeros());
    return x -> {
      var h = Tensor.zeros(Shape.of(x.shape().size(0), hidden), x.dtype());
      var c = h;
      var states = new ArrayList<Tensor>();
      for (int t = 0; t < x.shape().size(1); t++) {
        var inputs = x.select(1, t).matmul(weight.value()).add(bias.value());
        var gates = inputs.add(h.matmul(recurrent.value()));
        var kept = block(gates, 1).sigmoid().mul(c);
        c = kept.add(block(gates, 0).sigmoid().mul(block(gates, 2).tanh()));
        h = block(gates, 3).sigmoid().mul(c.tanh());
        states.add(h);
      }
      return Tensor.stack(1, states.toArray(Tensor[]::new));
    };
  }

  private Tensor block(Tensor gates, int index) {
    return gates.slice(1, index * hidden, (index + 1) * hidden);
  }
}
