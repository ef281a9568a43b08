package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.SplitKey;

/// The keys from which a layer draws what it drops: one for each time that it is applied in
/// training, which the variable `applied` counts.
final class Drops {
  private final Variable applied;
  private final Tensor key;

  Drops(Site site) {
    applied = site.state("applied", Tensor.scalar(0, DType.I64));
    key = site.key("mask").tensor();
  }

  Tensor next() {
    var count = applied.value();
    applied.assign(count.add(1));
    return SplitKey.of(key, count);
  }
}
