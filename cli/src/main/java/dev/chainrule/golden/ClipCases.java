package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.io.Json;
import dev.chainrule.optim.ClipByGlobalNorm;
import dev.chainrule.optim.ClipByValue;
import dev.chainrule.optim.Norm;
import dev.chainrule.optim.ParameterGradients;
import java.util.List;
import java.util.stream.IntStream;

/// Cases about clipping: gradients before and after, and their norm.
final class ClipCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    var settings = new Settings(golden.entry());
    int count = settings.get("shapes").items().size();
    List<Tensor> before =
        IntStream.range(0, count).mapToObj(i -> golden.tensor("grad_before.p" + i)).toList();
    var gradients = new ParameterGradients(before.stream().map(Variable::of).toList(), before);
    var findings = new Findings(golden);
    ParameterGradients after =
        switch (golden.text("mode")) {
          case "norm" -> byNorm(golden, settings, gradients, findings);
          case "value" -> new ClipByValue(settings.number("value")).apply(gradients);
          default -> throw new NotApplicable("there is no clipping by " + golden.text("mode"));
        };
    for (int i = 0; i < count; i++) {
      String name = "grad_after.p" + i;
      findings.compare(name, after.tensors().get(i), golden.tolerance("tolerance"));
    }
    return findings.outcome();
  }

  private static ParameterGradients byNorm(
      GoldenCase golden, Settings settings, ParameterGradients gradients, Findings findings) {
    Norm norm = ClipTable.norm(settings.number("norm_type", 2));
    Tensor total = norm.of(gradients.tensors());
    findings.compare("total_norm", total, golden.tolerance("tolerance"));
    return new ClipByGlobalNorm(settings.number("max_norm"), norm).apply(gradients);
  }

  @Override
  public String subject(Json entry) {
    return entry.get("mode").asText();
  }
}
