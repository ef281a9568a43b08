package dev.chainrule.cli;

import dev.chainrule.Threads;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `compile`: shows what a training step becomes, without training.
@Command(
    name = "compile",
    description = "Shows what a training step is compiled to, without training.",
    mixinStandardHelpOptions = true)
final class CompileCommand implements Callable<Integer> {
  /// Lines about the whole program, before those about kernels.
  private static final int SUMMARY = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DATA",
      description = "breast-cancer, cifar10, digits, iris, mnist, shakespeare, wine, or a CSV file")
  private String what = "";

  @Mixin private DataOptions dataOptions;
  @Mixin private TrainingOptions trainingOptions;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "one for each processor if nothing is said")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--show", description = "print every kernel, with what was fused into it")
  private boolean show;

  @Option(
      names = "--profile",
      description = "run every kernel and print its time, beside what the machine can do")
  private boolean profile;

  @Option(
      names = "--paranoid",
      description = "compare every rewrite and kernel with the operations it stands for")
  private boolean paranoid;

  @Override
  public Integer call() {
    threads.ifPresent(Threads::use);
    var data = TrainingData.of(what, dataOptions);
    var plan = TrainingPlan.of(data, trainingOptions, dataOptions.seed());
    var out = spec.commandLine().getOut();
    plan.description().forEach(out::println);
    var report = plan.trainer().explain(data.train(), profile);
    out.print(show || profile ? report : summary(report));
    if (paranoid) {
      plan.trainer().audit(data.train());
      out.println(
          "every %s and every kernel gives the bits of the operations it stands for"
              .formatted(trainingOptions.roundsFreely() ? "rewrite that keeps bits" : "rewrite"));
    }
    out.flush();
    return 0;
  }

  private static String summary(String report) {
    return report
        .lines()
        .limit(SUMMARY)
        .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
  }
}
