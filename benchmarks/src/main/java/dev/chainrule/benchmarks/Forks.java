package dev.chainrule.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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

  /// The virtual machine's usual collector on machines with several cores.
  static final List<String> G1 = List.of("-XX:+UseG1GC");

  /// Runs a program on so many threads, and waits for its end.
  static void run(Class<?> program, int threads, List<String> args)
      throws IOException, InterruptedException {
    process(program, threads, G1, args).inheritIO().start().waitFor();
  }

  /// Runs a program on so many threads, and returns what it printed.
  ///
  /// @param collector flags that choose the garbage collector
  static String output(Class<?> program, int threads, List<String> collector, List<String> args)
      throws IOException, InterruptedException {
    var process =
        process(program, threads, collector, args)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var text = process.inputReader()) {
      var printed = text.readAllAsString();
      process.waitFor();
      return printed;
    }
  }

  private static ProcessBuilder process(
      Class<?> program, int threads, List<String> collector, List<String> args) {
    var process = new ProcessBuilder(command(program, threads, collector, args));
    process.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    return process;
  }

  private static List<String> command(
      Class<?> program, int threads, List<String> collector, List<String> args) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(collector);
    command.add("-D" + THREADS + "=" + threads);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(args);
    return command;
  }
}
