package dev.chainrule.kernel;

import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Plans by what they are made for. Those that nobody has used for long give way to a full heap.
final class Plans<K, P> {
  private final ConcurrentHashMap<K, SoftReference<P>> plans = new ConcurrentHashMap<>();
  private final Function<K, P> maker;

  Plans(Function<K, P> maker) {
    this.maker = maker;
  }

  P get(K sizes) {
    var known = plans.get(sizes);
    P plan = known == null ? null : known.get();
    if (plan == null) {
      plan = maker.apply(sizes);
      plans.put(sizes, new SoftReference<>(plan));
    }
    return plan;
  }
}
