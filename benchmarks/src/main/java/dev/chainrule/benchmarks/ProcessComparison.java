package dev.chainrule.benchmarks;

import dev.chainrule.io.Safetensors;
import dev.chainrule.kernel.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/// What a process that trains costs, one of Chainrule's beside one of DJL's with PyTorch's engine:
/// seconds from its start to the end of the first step and to nine tenths of its steady speed, the
/// most memory it had resident, and how many classes Chainrule generated.
///
/// Arguments: names of workloads, none for all, and settings: `seconds=20` that each process
/// trains, `threads=2`, `libraries=chainrule,djl`, `memory=small` for processes whose garbage has
/// little room. DJL's processes read their initial values from files, so that nothing of
/// Chainrule's runs in them. Runs on Linux.
public final class ProcessComparison {
  /// Speed is that of windows this long, of at least so many steps.
  private static final double WINDOW_SECONDS = 0.1;

  private static final int WINDOW_STEPS = 2;

  private static final int LEAST_WINDOWS = 9;

  /// Speed is steady in the last part of the time.
  private static final double STEADY_SHARE = 1.0 / 3;

  private static final double NEARLY = 0.9;

  /// A collector of one thread, and little room for what is short-lived.
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmn16m");

  private ProcessComparison() {}

  public static void main(String... args) throws IOException, InterruptedException, JMException {
    var options = new Options(args);
    if (Forks.threads().isPresent()) {
      Workers.threads(Forks.threads().getAsInt());
      IO.println(measure(options));
      return;
    }
    IO.println(
        "| process | first step, s | 90 % of speed, s | peak memory, MiB | generated classes |");
    IO.println("|---|---:|---:|---:|---:|");
    for (var workload : options.workloads()) {
      var file = Files.createTempFile(workload.name(), ".safetensors");
      Safetensors.write(file, ChainruleLearner.values(workload));
      for (var library : options.libraries()) {
        var cells = start(options, workload, library, file).strip();
        IO.println("| %s, %s | %s |".formatted(workload.name(), library.title(), cells));
      }
      Files.delete(file);
    }
  }

  private static String start(Options options, Workload workload, Library library, Path values)
      throws IOException, InterruptedException {
    var arguments =
        options.only(
            workload,
            "libraries=" + library.name().toLowerCase(Locale.ROOT),
            "values=" + values,
            "start=" + System.nanoTime());
    int threads = options.number("threads", 2);
    var collector = options.setting("memory", "").equals("small") ? SMALL : Forks.G1;
    return Forks.output(ProcessComparison.class, threads, collector, arguments.arguments());
  }

  /// Trains and returns the other cells of the row.
  private static String measure(Options options) throws IOException, JMException {
    // All processes of a machine share the clock.
    long start = Long.parseLong(options.setting("start", ""));
    var workload = options.workloads().getFirst();
    var library = options.libraries().getFirst();
    var learner =
        library == Library.DJL
            ? new DjlLearner(workload, Safetensors.read(Path.of(options.setting("values", ""))))
            : library.learner(workload);
    learner.step();
    double first = (System.nanoTime() - start) / 1e9;
    var windows = new ArrayList<Window>();
    double end = first;
    while (end < options.number("seconds", 20) || windows.size() < LEAST_WINDOWS) {
      double begin = end;
      int steps = 0;
      while (end - begin < WINDOW_SECONDS || steps < WINDOW_STEPS) {
        learner.step();
        steps++;
        end = (System.nanoTime() - start) / 1e9;
      }
      windows.add(new Window(end, steps / (end - begin)));
    }
    return String.format(
        Locale.ROOT,
        "%.2f | %.2f | %.0f | %s",
        first,
        nearlySteady(windows),
        peakMebibytes(),
        library == Library.DJL ? "" : generated());
  }

  /// Some steps, one after the other.
  ///
  /// @param end in seconds from the start
  /// @param speed in steps a second
  private record Window(double end, double speed) {}

  /// Returns when the first window ended that was nearly as fast as the last ones.
  private static double nearlySteady(List<Window> windows) {
    int steady = (int) (windows.size() * (1 - STEADY_SHARE));
    double[] last = windows.stream().skip(steady).mapToDouble(Window::speed).toArray();
    double enough = NEARLY * Quantiles.of(last, 0.5);
    return windows.stream()
        .filter(window -> window.speed() >= enough)
        .mapToDouble(Window::end)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double peakMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  /// Returns the number of classes that were generated for kernels and are in use.
  private static long generated() throws JMException {
    var histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .filter(line -> line.contains("dev.chainrule.kernel.") && line.contains("/0x"))
        .filter(line -> !line.contains("Lambda"))
        .count();
  }
}
