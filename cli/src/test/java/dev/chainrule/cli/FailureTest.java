package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.ShapeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void theLibrarysOwnMessageIsTheLine() {
    assertEquals(
        new Failure("add: shapes do not broadcast", Failure.DATA),
        Failure.of(new ShapeException("add: shapes do not broadcast")));
  }

  @Test
  void aWrongArgumentIsWrongUsage() {
    assertEquals(
        new Failure("Adam: learning rate is -1.0", Failure.USAGE),
        Failure.of(new IllegalArgumentException("Adam: learning rate is -1.0")));
  }

  @Test
  void filesAreNamedWithTheirProblem() {
    assertEquals("a.csv: permission denied", line(new AccessDeniedException("a.csv")));
    assertEquals("a.csv: Disk full", line(new FileSystemException("a.csv", null, "Disk full")));
    assertEquals("a.csv (Is a folder)", line(new FileNotFoundException("a.csv (Is a folder)")));
  }

  @Test
  void wrappersAreTakenOff() {
    var inner = new IOException("the pipe is closed");
    assertEquals("the pipe is closed", line(new UncheckedIOException(inner)));
    assertEquals("the pipe is closed", line(new ExecutionException(inner)));
  }

  @Test
  void aWrapperThatSaysMoreIsKept() {
    var inner = new AccessDeniedException("out");
    assertEquals(
        "file: out: cannot be written: permission denied",
        line(new UncheckedIOException("file: out: cannot be written: permission denied", inner)));
  }

  @Test
  void aMessageOfManyLinesBecomesOne() {
    assertEquals("one; two; three", line(new IllegalArgumentException("one\n  two\r\nthree\n")));
  }

  @Test
  void aDefectIsNamedWithoutItsStack() {
    assertEquals(
        new Failure(
            "chainrule: unexpected java.lang.IllegalStateException: twice; --stacktrace shows"
                + " where",
            Failure.DATA),
        Failure.of(new IllegalStateException("twice")));
  }

  private static String line(Throwable thrown) {
    return Failure.of(thrown).line();
  }
}
