package dev.chainrule.cli;

import dev.chainrule.ChainruleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// How a command's failure is told: one line for a person, one exit code for a script.
///
/// @param line what went wrong, without line breaks
/// @param exitCode [#USAGE] if the command was asked for wrongly, [#DATA] if it could not do what
///   was asked
record Failure(String line, int exitCode) {
  static final int DATA = 1;
  static final int USAGE = 2;

  Failure {
    line = line.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /// The failure behind an exception or error that a command threw.
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case ChainruleException e -> new Failure(message(e), DATA);
      case IllegalArgumentException e -> new Failure(message(e), USAGE);
      case UncheckedIOException e when e.getCause() != null && !saysMore(e) -> of(e.getCause());
      case UncheckedIOException e -> new Failure(message(e), DATA);
      case IOException e -> new Failure(file(e), DATA);
      case OutOfMemoryError _ -> new Failure(outOfMemory(), DATA);
      case ExecutionException e when e.getCause() != null -> of(e.getCause());
      case picocli.CommandLine.ExecutionException e when e.getCause() != null -> of(e.getCause());
      default ->
          new Failure("chainrule: unexpected " + thrown + "; --stacktrace shows where", DATA);
    };
  }

  /// The failure to understand the arguments, with the command's name and the nearest known word.
  static Failure of(ParameterException thrown) {
    var command = thrown.getCommandLine().getCommandSpec().qualifiedName();
    var hint = "; " + command + " --help lists what there is";
    var text =
        decapitalised(message(thrown))
            .replaceFirst("is not an? (int|long)$", "is not a whole number")
            .replaceFirst("is not a double$", "is not a number");
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      text =
          (unmatched.isUnknownOption() ? "unknown option " : "unknown argument ")
              + String.join(" ", unmatched.getUnmatched());
      hint =
          unmatched.getSuggestions().stream()
              .findFirst()
              .map(nearest -> "; did you mean " + nearest + "?")
              .orElse(hint);
    }
    return new Failure(command + ": " + text + hint, USAGE);
  }

  /// Whether a wrapper has a message of its own, not only that of what it wraps.
  private static boolean saysMore(UncheckedIOException wrapper) {
    return !message(wrapper).equals(String.valueOf(wrapper.getCause()));
  }

  /// The message of a file's problem: the JDK's own are often no more than the file's name.
  private static String file(IOException thrown) {
    return switch (thrown) {
      case NoSuchFileException e -> e.getFile() + ": there is no such file or folder";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileAlreadyExistsException e -> e.getFile() + ": exists already";
      case NotDirectoryException e -> e.getFile() + ": is not a folder";
      case DirectoryNotEmptyException e -> e.getFile() + ": the folder is not empty";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      default -> message(thrown);
    };
  }

  private static String outOfMemory() {
    return "chainrule: out of memory at %d MiB; a smaller --batch needs less, JAVA_TOOL_OPTIONS=-Xmx8g gives more"
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String message(Throwable thrown) {
    return Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName());
  }

  private static String decapitalised(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
