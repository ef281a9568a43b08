package dev.chainrule.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `run FILE.java`: a one-file program in a Java of its own, with all of Chainrule's modules to
/// import.
@Command(
    name = "run",
    description = "Runs a one-file Java program; it can import every module of Chainrule.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String MODULES = "dev.chainrule.datasets,jdk.incubator.vector";

  @Parameters(index = "0", paramLabel = "FILE.java", description = "the program")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "what its main method gets")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    var program = new ProcessBuilder(command()).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(program)));
    return program.waitFor();
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", MODULES, "-XX:+UseG1GC"));
    // The class path that this command runs from is the module path of the program.
    command.addAll(List.of("--module-path", System.getProperty("java.class.path")));
    command.add(file.toString());
    command.addAll(arguments);
    return command;
  }

  /// Lets the program end in its own way, and waits for it, when this process is told to stop.
  private static void stop(Process program) {
    program.destroy();
    program.onExit().join();
  }
}
