package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.ElementLoss;
import dev.chainrule.optim.Lbfgs;
import dev.chainrule.optim.LbfgsMinimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// L-BFGS by PyTorch's names, and its cases: `Σ ½ p·Ap − b·p + 0.1 Σ ln cosh p` is made small.
final class LbfgsCases {
  private LbfgsCases() {}

  static boolean isMeant(Settings described) {
    return described.text("type", "").equals("LBFGS");
  }

  /// Returns a minimizer as the manifest describes it.
  static LbfgsMinimizer minimizer(Settings described, List<Variable> parameters) {
    Settings s = described.inner("args");
    int iterations = s.integer("max_iter", 20);
    String search = s.text("line_search_fn", "");
    var rule =
        new Lbfgs(
            s.number("lr", 1),
            iterations,
            s.integer("max_eval", iterations * 5 / 4),
            s.number("tolerance_grad", 1e-7),
            s.number("tolerance_change", 1e-9),
            s.integer("history_size", 100),
            search.equals("strong_wolfe"));
    s.checkAllUsed();
    return rule.over(parameters);
  }

  static Outcome run(GoldenCase golden, List<Variable> parameters) {
    var findings = new Findings(golden);
    var minimizer = minimizer(golden.settings("optimizer"), parameters);
    List<Double> losses = new ArrayList<>();
    int steps = golden.entry().get("steps").asInt();
    for (int step = 1; step <= steps; step++) {
      losses.add(minimizer.step(() -> loss(golden, parameters)));
      for (int i = 0; i < parameters.size(); i++) {
        String name = "param." + step + ".p" + i;
        findings.compare(name, parameters.get(i).value().detach(), golden.tolerance("tolerance"));
      }
    }
    findings.compare("loss", losses, golden.tolerance("tolerance").absolute());
    return findings.outcome();
  }

  private static Tensor loss(GoldenCase golden, List<Variable> parameters) {
    return IntStream.range(0, parameters.size())
        .mapToObj(i -> part(golden, i, parameters.get(i).value()))
        .reduce(Tensor::add)
        .orElseThrow();
  }

  /// `ln cosh p = ln(1 + exp(−2p)) + p − ln 2`
  private static Tensor part(GoldenCase golden, int i, Tensor parameter) {
    var p = parameter.reshape(-1);
    var quadratic = p.mul(golden.tensor("A.p" + i).matmul(p)).sum().mul(0.5);
    var linear = golden.tensor("b.p" + i).mul(p).sum();
    var ones = Tensor.ones(p.shape(), p.dtype());
    var logarithm = ElementLoss.SOFT_MARGIN.on(p.mul(2), ones).add(p).sub(Math.log(2));
    return quadratic.sub(linear).add(logarithm.sum().mul(0.1));
  }
}
