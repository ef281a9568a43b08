package dev.chainrule.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.ChainruleException;
import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Ops;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every contract over every sample of every operation.
@Tag("contract")
class ContractTest {

  static Stream<Contract.Case> cases() {
    return Ops.all().stream().flatMap(spec -> Contract.cases(spec).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void keeps(Contract.Case test) {
    test.run();
  }

  static Stream<OpSpec> specs() {
    return Ops.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void misusesGiveExactlyTheirMessages(OpSpec spec) {
    for (var misuse : spec.misuses()) {
      var error = assertThrows(ChainruleException.class, () -> misuse.op().type(misuse.inputs()));
      assertEquals(misuse.message(), error.getMessage());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("specs")
  void theSpecificationIsComplete(OpSpec spec) {
    assertTrue(spec.summary().endsWith("."), spec.name() + ": the summary is a sentence");
    assertFalse(spec.formula().isBlank(), spec.name() + ": a formula");
    assertFalse(spec.source().isBlank(), spec.name() + ": a source");
    assertFalse(spec.samples().isEmpty(), spec.name() + ": at least one sample");
  }

  @Test
  void namesAreUnique() {
    List<String> names = Ops.all().stream().map(OpSpec::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
  }
}
