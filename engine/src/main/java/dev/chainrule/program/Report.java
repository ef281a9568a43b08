package dev.chainrule.program;

import dev.chainrule.kernel.Loops;
import dev.chainrule.scalar.Expression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a compiled program does, in words and numbers.
final class Report {
  private final Compiled compiled;
  private final StringBuilder text = new StringBuilder();

  private Report(Compiled compiled) {
    this.compiled = compiled;
  }

  /// Returns the report, with a line for each kernel.
  static String of(Compiled compiled) {
    var report = new Report(compiled);
    report.head();
    report.line("kernel", "bytes", "operations", "");
    for (var step : compiled.plan.steps()) {
      report.line(title(step), number(bytes(step)), number(work(step)), "");
    }
    return report.text.toString();
  }

  /// Returns the report with the time that each kernel takes.
  ///
  /// @param nanos of each step
  /// @param ceilings what the machine can do
  static String of(Compiled compiled, double[] nanos, Ceilings ceilings) {
    var report = new Report(compiled);
    report.head();
    report.add(
        "this machine: %.0f GFLOP/s in products, %.1f GB/s in memory",
        ceilings.gigaflops(), ceilings.gigabytes());
    report.line("kernel", "us", "GFLOP/s", "GB/s");
    double total = 0;
    for (int i = 0; i < nanos.length; i++) {
      var step = compiled.plan.steps().get(i);
      report.line(
          title(step),
          rate(nanos[i] / 1e3),
          rate(work(step) / nanos[i]),
          rate(bytes(step) / nanos[i]));
      total += nanos[i];
    }
    report.add("all kernels: %.1f us", total / 1e3);
    return report.text.toString();
  }

  /// What a machine can do at best.
  ///
  /// @param gigaflops in a large matrix product
  /// @param gigabytes from and to main memory, in a triad
  record Ceilings(double gigaflops, double gigabytes) {}

  private void head() {
    add("program for %s", compiled.inputs.isEmpty() ? "no inputs" : list(compiled.inputs));
    add(
        "%d values traced, %d left after rewriting: %s",
        compiled.traced.nodes().size(),
        compiled.rewritten.nodes().size(),
        compiled.rewrites.isEmpty() ? "nothing to rewrite" : rewrites(compiled.rewrites));
    var steps = compiled.plan.steps();
    long fused = steps.stream().filter(step -> step.task().calls().size() > 1).count();
    long tails = steps.stream().filter(step -> step.task().product().isPresent()).count();
    long folds = steps.stream().filter(step -> step.task().fold().isPresent()).count();
    add(
        "%d kernel calls, %d of them of several operations: %d products with a loop after each part"
            + " of the result, %d folds of what a loop computes; %s bytes of planned memory; %d"
            + " variables changed in place, %d copied home; %d classes generated",
        steps.size(),
        fused,
        tails,
        folds,
        number(compiled.plan.bytes()),
        compiled.rewritten.assigned().size() - compiled.plan.ends().size(),
        compiled.plan.ends().size(),
        compiled.classes);
  }

  private static String rewrites(Map<String, Integer> applied) {
    return applied.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + " "
                + entry.getValue()
                + (isFree(entry.getKey()) ? " (rounds otherwise)" : ""))
        .collect(Collectors.joining(", "));
  }

  private static boolean isFree(String rewrite) {
    return Rewrites.FREE.stream().anyMatch(rule -> rule.name().equals(rewrite));
  }

  private static String list(List<?> all) {
    return all.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private void add(String format, Object... facts) {
    text.append(String.format(Locale.ROOT, format, facts)).append(System.lineSeparator());
  }

  private void line(String kernel, String first, String second, String third) {
    add("%s", "  %-64s %12s %14s %8s".formatted(kernel, first, second, third).stripTrailing());
  }

  private static String title(Step step) {
    var task = step.task();
    if (step.tasks().size() == 1) {
      return task.names() + " -> " + list(task.outputs().stream().map(Node::type).toList());
    }
    long elements = step.tasks().stream().mapToLong(each -> each.loop().shape().elements()).sum();
    return "%s -> %d updates of %s elements"
        .formatted(task.names(), step.tasks().size(), number(elements));
  }

  private static long bytes(Step step) {
    return step.tasks().stream().mapToLong(Report::bytes).sum();
  }

  private static long work(Step step) {
    return step.tasks().stream().mapToLong(Report::work).sum();
  }

  private static long bytes(Task task) {
    return task.inputs().stream().mapToLong(Report::bytes).sum()
        + task.outputs().stream().mapToLong(Report::bytes).sum();
  }

  private static long bytes(Node node) {
    return (long) node.type().shape().elements() * node.type().dtype().bytes();
  }

  private static long work(Task task) {
    long work =
        task.calls().stream()
            .filter(call -> Points.of(call).isEmpty() && !task.passes(call))
            .mapToLong(call -> call.op().operations(call.inputTypes(), call.type()))
            .sum();
    if (task.points().isEmpty()) {
      return work;
    }
    var loop = task.loop();
    long steps =
        Loops.steps(loop.bodies(), loop.compute()).stream()
            .filter(Expression.Apply.class::isInstance)
            .count();
    return work + steps * task.points().getFirst().type().shape().elements();
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String rate(double number) {
    return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
  }
}
