package dev.chainrule.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `chainrule`. A failure of any subcommand ends as one line on standard error and an
/// exit code.
@Command(
    name = "chainrule",
    description =
        "Trains neural networks, and shows every number of the chain rule on the way back.",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      ExplainCommand.class,
      CompileCommand.class,
      CheckCommand.class,
      OpsCommand.class,
      RunCommand.class
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--stacktrace", hidden = true, scope = ScopeType.INHERIT)
  private boolean stacktrace;

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(args));
  }

  /// The whole command line, ready to execute; its writers can be replaced.
  static CommandLine commandLine() {
    var main = new Main();
    var line =
        new CommandLine(main).setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true);
    Objects.requireNonNull(line.getSubcommands().get("run")).setStopAtPositional(true);
    line.setParameterExceptionHandler(
        (failure, _) -> main.report(failure.getCommandLine(), failure));
    line.setExecutionExceptionHandler((failure, command, _) -> main.report(command, failure));
    line.setExecutionStrategy(parsed -> execute(line, parsed));
    return line;
  }

  /// Picocli hands over exceptions only; an error, such as too little memory, takes the same way.
  private static int execute(CommandLine line, CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError | StackOverflowError error) {
      throw new CommandLine.ExecutionException(line, "", error);
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int report(CommandLine command, Throwable thrown) {
    var failure =
        thrown instanceof ParameterException usage ? Failure.of(usage) : Failure.of(thrown);
    PrintWriter err = command.getErr();
    err.println(failure.line());
    if (stacktrace) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return failure.exitCode();
  }
}
