package dev.chainrule.nn;

import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.Ranked;
import java.util.Optional;

/// The function of a layer of bags.
final class Bags implements Joint {
  private final Site site;
  private final EmbeddingBag layer;
  private final Variable weight;

  Bags(Site site, EmbeddingBag layer) {
    this.site = site;
    this.layer = layer;
    weight = layer.embedding().weight(site);
  }

  @Override
  public Tensor apply(Tensor x, Tensor... more) {
    var offsets = given(false, more);
    var weights = given(true, more);
    if (weights.isPresent() && layer.join() != EmbeddingBag.Join.SUM) {
      throw new IllegalArgumentException(
          "%s: takes weights of numbers for sums only, not for %s".formatted(site, layer.join()));
    }
    if (weights.isPresent() && !weights.get().shape().equals(x.shape())) {
      throw new ShapeException(
          "%s: weights are %s, but the numbers are %s; each needs one"
              .formatted(site, weights.get().shape(), x.shape()));
    }
    if (x.shape().rank() != (offsets.isPresent() ? 1 : Math.max(2, site.input().rank() + 1))) {
      throw new ShapeException(
          "%s: needs [batch, numbers], or [numbers] and offsets [batch]; input is %s%s"
              .formatted(site, x.shape(), offsets.isPresent() ? " with offsets" : ""));
    }
    return offsets.map(places -> bags(x, places, weights)).orElseGet(() -> join(x, weights));
  }

  private Optional<Tensor> given(boolean numbers, Tensor... more) {
    var found = Optional.<Tensor>empty();
    for (var tensor : more) {
      if (tensor.dtype().floating() == numbers) {
        if (found.isPresent()) {
          throw new IllegalArgumentException(
              "%s: takes numbers, their offsets and their weights, got two of %s"
                  .formatted(site, numbers ? "weights" : "offsets"));
        }
        found = Optional.of(tensor);
      }
    }
    return found;
  }

  private Tensor bags(Tensor x, Tensor offsets, Optional<Tensor> weights) {
    int padding = layer.embedding().padding().orElse(-1);
    return Operations.embeddingBag(layer.join(), padding, weight.value(), x, offsets, weights);
  }

  private Tensor join(Tensor x, Optional<Tensor> weights) {
    var all = Operations.embedding(weight.value(), x, layer.embedding().padding().orElse(-1));
    return switch (layer.join()) {
      case SUM -> weights.map(w -> all.mul(w.unsqueeze(-1))).orElse(all).sum(-2);
      case MEAN -> all.mean(-2);
      case MAX -> Ranked.max(all, -2).values();
    };
  }
}
