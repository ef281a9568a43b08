package dev.chainrule.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Starts a comparison once for each number of threads: native libraries read theirs from the
/// environment.
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

  static void run(Class<?> program, String[] args) throws IOException, InterruptedException {
    for (int count : COUNTS) {
      var process = new ProcessBuilder(command(program, count, args)).inheritIO();
      process.environment().put("OMP_NUM_THREADS", Integer.toString(count));
      process.start().waitFor();
    }
  }

  private static List<String> command(Class<?> program, int threads, String[] args) {
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
            Arrays.stream(args))
        .toList();
  }
}
