package dev.chainrule.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Arguments of programs about training: names of workloads, none for all, and settings such as
/// `threads=1,2`, of which the last one counts.
record Options(List<String> arguments) {
  private static final String SETTING = "=";

  Options(String... arguments) {
    this(List.of(arguments));
  }

  List<Workload> workloads() {
    var names = arguments.stream().filter(argument -> !argument.contains(SETTING)).toList();
    var known = Workloads.all();
    for (var name : names) {
      if (known.stream().noneMatch(workload -> workload.name().equals(name))) {
        throw new IllegalArgumentException(
            "%s is no workload; these are: %s"
                .formatted(name, known.stream().map(Workload::name).toList()));
      }
    }
    return known.stream()
        .filter(workload -> names.isEmpty() || names.contains(workload.name()))
        .toList();
  }

  String setting(String name, String otherwise) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name + SETTING))
        .map(argument -> argument.substring(name.length() + 1))
        .reduce(otherwise, (first, last) -> last);
  }

  List<String> settings(String name, String otherwise) {
    return Arrays.asList(setting(name, otherwise).split(","));
  }

  /// Returns the libraries to compare.
  List<Library> libraries() {
    return settings("libraries", "chainrule,djl").stream()
        .map(name -> Library.valueOf(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(setting(name, Integer.toString(otherwise)));
  }

  /// Returns the arguments for a process of its own for one workload.
  Options only(Workload workload, String... settings) {
    var kept = arguments.stream().filter(argument -> argument.contains(SETTING));
    return new Options(
        Stream.of(kept, Stream.of(settings), Stream.of(workload.name()))
            .flatMap(part -> part)
            .toList());
  }
}
