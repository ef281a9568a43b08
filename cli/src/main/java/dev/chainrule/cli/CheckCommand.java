package dev.chainrule.cli;

import dev.chainrule.check.Contract;
import dev.chainrule.golden.GoldenCheck;
import dev.chainrule.golden.GoldenReport;
import dev.chainrule.golden.GoldenSet;
import dev.chainrule.golden.Result;
import dev.chainrule.io.AtomicFile;
import dev.chainrule.op.OpSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `check`: runs every contract over every sample of every operation, or of some; or golden cases.
@Command(
    name = "check",
    description = "Proves the operations: runs every contract over every sample, or golden cases.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "operations to check; all are checked if none")
  private List<String> names = List.of();

  @Option(
      names = "--golden",
      paramLabel = "FOLDER",
      description = "a folder or zip file of golden cases to run instead")
  private @Nullable Path golden;

  @Option(
      names = "--report",
      paramLabel = "FILE.md",
      description = "where to write what became of the golden cases")
  private @Nullable Path report;

  @Override
  public Integer call() {
    if (golden != null) {
      return runGolden(golden);
    }
    if (report != null) {
      throw new ParameterException(spec.commandLine(), "--report needs --golden");
    }
    return runContracts();
  }

  private int runGolden(Path cases) {
    if (!names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--golden takes no names of operations, got " + names);
    }
    var out = spec.commandLine().getOut();
    var results = new GoldenReport();
    for (GoldenSet set : GoldenSet.openAll(cases)) {
      GoldenCheck.run(set, results.andThen(result -> print(result, out)));
    }
    out.println(results.totals());
    if (report != null) {
      AtomicFile.write(report, results.markdown());
    }
    return results.totals().failed() == 0 ? 0 : Failure.DATA;
  }

  private static void print(Result result, PrintWriter out) {
    out.println(result);
    out.flush();
  }

  private int runContracts() {
    var out = spec.commandLine().getOut();
    int passed = 0;
    int failed = 0;
    for (var op : Catalogue.find("check", names)) {
      var cases = Contract.cases(op);
      var failures = (int) cases.stream().filter(test -> !passes(test, out)).count();
      passed += cases.size() - failures;
      failed += failures;
      report(op, cases.size(), failures, out);
    }
    out.printf("%d passed, %d failed%n", passed, failed);
    return failed == 0 ? 0 : Failure.DATA;
  }

  private static boolean passes(Contract.Case test, PrintWriter out) {
    try {
      test.run();
      return true;
    } catch (RuntimeException e) {
      out.printf("%s FAILED: %s%n", test, Failure.of(e).line());
      return false;
    }
  }

  private static void report(OpSpec op, int cases, int failures, PrintWriter out) {
    out.printf(
        "%-22s %d contracts %s%n",
        op.name(), cases, failures == 0 ? "passed" : "run, " + failures + " FAILED");
    out.flush();
  }
}
