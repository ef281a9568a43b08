package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.io.Json;
import dev.chainrule.optim.Optimizer;
import dev.chainrule.optim.ParameterGradients;
import java.util.List;
import java.util.stream.IntStream;

/// Cases about an optimiser: some steps with given gradients, and all that changes in each.
final class OptimizerCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    int count = golden.entry().get("shapes").items().size();
    List<Variable> parameters =
        IntStream.range(0, count)
            .mapToObj(i -> Variable.of(golden.tensor("param.0.p" + i)).named("p" + i))
            .toList();
    if (LbfgsCases.isMeant(golden.settings("optimizer"))) {
      return LbfgsCases.run(golden, parameters);
    }
    Optimizer optimizer = OptimizerTable.optimizer(golden.settings("optimizer"), parameters);
    var findings = new Findings(golden);
    int steps = golden.entry().get("steps").asInt();
    for (int step = 1; step <= steps; step++) {
      String prefix = "grad." + step + ".p";
      List<Tensor> gradients =
          IntStream.range(0, count).mapToObj(i -> golden.tensor(prefix + i)).toList();
      optimizer.step(new ParameterGradients(parameters, gradients));
      compare(golden, step, optimizer, findings);
    }
    return findings.outcome();
  }

  private static void compare(GoldenCase golden, int step, Optimizer optimizer, Findings findings) {
    Tolerance tolerance = golden.tolerance("tolerance");
    for (int i = 0; i < optimizer.parameters().size(); i++) {
      String name = "p" + i;
      Tensor value = optimizer.parameters().get(i).value().detach();
      findings.compare("param." + step + "." + name, value, tolerance);
      String prefix = "state." + step + "." + name + ".";
      for (String slot : golden.names(prefix)) {
        Tensor remembered = OptimizerTable.remembered(optimizer, name, slot);
        findings.compare(prefix + slot, remembered, tolerance);
      }
    }
  }

  @Override
  public String subject(Json entry) {
    return entry.get("optimizer").get("type").asText();
  }
}
