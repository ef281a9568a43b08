package dev.chainrule.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A chapter of the catalogue: operations of one kind. Variants of one name, such as a power with a
/// number and with a tensor as exponent, are one entry.
///
/// @param title what the operations have in common
/// @param specs one for each name
public record Chapter(String title, List<OpSpec> specs) {

  static Chapter of(String title, List<OpSpec> specs) {
    var joined =
        specs.stream()
            .collect(Collectors.toMap(OpSpec::name, spec -> spec, OpSpec::and, LinkedHashMap::new));
    return new Chapter(title, List.copyOf(joined.sequencedValues()));
  }

  static Chapter ofElementwise(String title, List<Elementwise> functions) {
    return of(title, functions.stream().map(ElementwiseSpecs::spec).toList());
  }

  /// Returns this chapter with more operations.
  Chapter and(List<OpSpec> more) {
    return of(title, Stream.concat(specs.stream(), more.stream()).toList());
  }
}
