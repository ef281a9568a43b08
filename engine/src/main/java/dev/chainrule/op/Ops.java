package dev.chainrule.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalogue of all operations.
public final class Ops {
  private Ops() {}

  /// Returns the specification of every operation, primitive and composite, grouped by subject.
  /// Variants of one name, such as a power with a number and with a tensor as exponent, are one
  /// entry.
  public static List<OpSpec> all() {
    return Stream.of(
            ElementwiseSpecs.all(),
            List.of(Cast.spec(), Sum.spec(), Mean.spec(), MatMul.spec(), Einsum.spec()),
            Extremum.specs(),
            List.of(LogSumExp.spec(), Softmax.spec(), LogSoftmax.spec(), CrossEntropy.spec()),
            AggregateLoss.specs(),
            List.of(Reshape.spec(), Permute.spec(), Expand.spec()),
            IndexingSpecs.all(),
            RandomSpecs.all())
        .flatMap(List::stream)
        .collect(Collectors.toMap(OpSpec::name, spec -> spec, OpSpec::and, LinkedHashMap::new))
        .sequencedValues()
        .stream()
        .toList();
  }
}
