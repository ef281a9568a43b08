package dev.chainrule.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.cli.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All golden cases, from the project's own copy.
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/golden");

  @Test
  void noCaseFailsAndThePageTellsOfAll() throws IOException {
    var report = new GoldenReport();
    List<String> failed = new ArrayList<>();
    for (GoldenSet set : GoldenSet.openAll(CASES)) {
      GoldenCheck.run(
          set,
          result -> {
            report.accept(result);
            if (result.outcome() instanceof Outcome.Failed) {
              failed.add(result.toString());
            }
          });
    }
    assertEquals(List.of(), failed);
    assertEquals(1400, report.totals().cases());
    GeneratedPage.check("golden.md", report.markdown());
  }

  @Test
  void everyDeviationHasItsDecision() {
    for (Deviation deviation : Deviations.all()) {
      assertTrue(deviation.reason().endsWith("(decision 0014)"), deviation.reason());
    }
  }
}
