package dev.chainrule.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Starts a comparison in processes of its own, each with a number of threads: native libraries
/// read theirs from the environment.
final class Forks {
  private static final String THREADS = "threads";
  private static final int[] COUNTS = {1, 2};

  private Forks() {}

  /// Returns the number of threads to measure with, or nothing in the process that starts the
  /// others.
  static OptionalInt threads() {
    var count = Integer.getInteger(THREADS);
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /// Runs a program once on one thread and once on two.
  static void run(Class<?> program, String[] args) throws IOException, InterruptedException {
    for (int count : COUNTS) {
      run(program, count, List.of(args));
    }
  }

  /// Runs a program on so many threads, and waits for its end.
  static void run(Class<?> program, int threads, List<String> args)
      throws IOException, InterruptedException {
    process(program, threads, args).inheritIO().start().waitFor();
  }

  /// Runs a program on so many threads, and returns what it printed.
  static String output(Class<?> program, int threads, List<String> args)
      throws IOException, InterruptedException {
    var process =
        process(program, threads, args).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var text = process.inputReader()) {
      var printed = text.readAllAsString();
      process.waitFor();
      return printed;
    }
  }

  private static ProcessBuilder process(Class<?> program, int threads, List<String> args) {
    var process = new ProcessBuilder(command(program, threads, args));
    process.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    return process;
  }

  private static List<String> command(Class<?> program, int threads, List<String> args) {
    return Stream.concat(
            Stream.of(
                System.getProperty("java.home") + "/bin/java",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseG1GC",
                "-D" + THREADS + "=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()),
            args.stream())
        .toList();
  }
}
