package dev.chainrule.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/// Writes a file whole or not at all.
///
/// The content goes to a hidden temporary file in the target's folder, `.NAME.UNIQUE.tmp`, which is
/// forced to the disk and then renamed over the target. A reader, or a process killed at any
/// moment, finds the old content or the new one, never a mixture. A killed process may leave its
/// temporary file behind, which [#deleteLeftovers] deletes.
public final class AtomicFile {
  private AtomicFile() {}

  /// What a file shall hold.
  @FunctionalInterface
  public interface Content {
    /// Writes all of it; the stream is buffered, flushed and closed by the caller.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Replaces the target by the content; its missing parent folders are made.
  ///
  /// @throws UncheckedIOException naming the file and the reason if it cannot be written; then the
  ///   target is as it was
  public static void write(Path target, Content content) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw failed(target, new FileAlreadyExistsException(target.toString()));
    }
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.createDirectories(folder);
      try {
        fill(temporary, content);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      forceFolder(folder);
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  /// Replaces the target by the text in UTF-8.
  ///
  /// @throws UncheckedIOException naming the file and the reason if it cannot be written
  public static void write(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Deletes the temporary files that killed processes left behind when they wrote the target. No
  /// other process may be writing it now.
  ///
  /// @throws UncheckedIOException if there is one that cannot be deleted
  public static void deleteLeftovers(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    Pattern name =
        Pattern.compile(Pattern.quote("." + target.getFileName()) + "\\.[0-9a-f-]{36}\\.tmp");
    try (var files =
        Files.newDirectoryStream(folder, f -> name.matcher(f.getFileName().toString()).matches())) {
      for (Path leftover : files) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  private static void fill(Path temporary, Content content) throws IOException {
    try (var channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /// Makes the rename itself durable. Some systems cannot open a folder; there it stays best
  /// effort.
  private static void forceFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // The content is safe already; only the moment at which the rename is on disk is not.
    }
  }

  private static UncheckedIOException failed(Path target, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "its folder does not exist";
          case FileAlreadyExistsException e when e.getFile().equals(target.toString()) ->
              "it is a folder";
          case FileAlreadyExistsException e -> e.getFile() + " is a file, not a folder";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> String.valueOf(cause.getMessage());
        };
    return new UncheckedIOException("file: " + target + ": cannot be written: " + reason, cause);
  }
}
