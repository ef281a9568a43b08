package dev.chainrule.explain;

import dev.chainrule.Value;
import java.util.Locale;

/// The expression with which A. Karpathy introduces micrograd: two numbers, two dozen operations.
public final class TinyGraph implements WorkedExample {
  /// Creates the example.
  public TinyGraph() {}

  @Override
  public String name() {
    return "tiny-graph";
  }

  @Override
  public String summary() {
    return "Two numbers and two dozen operations, differentiated by the scalar tape.";
  }

  @Override
  public String text() {
    var a = Value.of(-4.0).named("a");
    var b = Value.of(2.0).named("b");
    var c = a.add(b);
    var d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(Value.of(1).add(c).sub(a));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(d.mul(3).add(b.sub(a).relu()));
    var e = c.sub(d);
    var f = e.pow(2);
    var g = f.div(2).add(Value.of(10).div(f)).named("g");
    g.backward();
    return String.format(
        Locale.ROOT,
        """
        a = -4, b = 2
        c = a + b                      d = a b + b³
        c = c + (c + 1)                d = d + (2 d + relu(b + a))
        c = c + (1 + c − a)            d = d + (3 d + relu(b − a))
        e = c − d    f = e²    g = f / 2 + 10 / f

        g     = %.4f
        dg/da = %.4f
        dg/db = %.4f
        """,
        g.data(),
        a.grad(),
        b.grad());
  }
}
