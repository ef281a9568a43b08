package dev.chainrule.golden;

import dev.chainrule.io.Json;

/// Cases about one function: its values, and every derivative that the case tells.
final class OpCases implements GoldenCheck.Kind {
  private final OpTable table = OpTable.all();

  @Override
  public Outcome run(GoldenCase golden) {
    var function = new GoldenFunction(golden, table.get(golden.text("op")));
    var findings = new Findings(golden);
    function.checkValues(findings);
    function.checkGradients(findings);
    function.checkSecondOrder(findings);
    function.checkForwardMode(findings);
    return findings.outcome();
  }

  @Override
  public String subject(Json entry) {
    return entry.get("op").asText();
  }
}
