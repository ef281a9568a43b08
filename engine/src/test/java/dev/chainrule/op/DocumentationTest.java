package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.scalar.Abbreviation;
import dev.chainrule.scalar.Expression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  /// Tests run in the folder of their module.
  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  private static final String WRITE =
      "mvn -q -pl engine -am test -Dtest=DocumentationTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs=write";

  @Test
  void thePageOfOperationsIsCurrent() throws IOException {
    var page = Documentation.page();
    if (System.getProperty("docs", "").equals("write")) {
      Files.writeString(PAGE, page);
    }
    var written = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    assertEquals(page, written, () -> "docs/operations.md is stale; this writes it: " + WRITE);
  }

  @Test
  void shapesTypesAndAnExampleAreComputed() {
    var facts = String.join("\n", Documentation.facts(Mean.spec()));
    for (var fact :
        List.of(
            "shapes    axes [1], keep true: [3, 4, 5] → [3, 1, 5]",
            "types     bool, u8, i32, i64 → f32; f32, f64 → the same",
            "example   axes all, keep false: [-1.55, 0.8, 0.45, -1.71, -1.13] → -0.628")) {
      assertTrue(facts.contains(fact), facts);
    }
  }

  @Test
  void partsThatRepeatAreNamedOnce() {
    var far = Expression.input(0).mul(0.125).add(1.5).sub(Expression.input(1));
    assertEquals(
        "where(u <= y, u, u * u * exp(u)), u = x * 0.125 + 1.5 - y",
        Abbreviation.of(
            far.le(Expression.input(1)).select(far, far.mul(far).mul(far.exp())), "x", "y"));
  }
}
