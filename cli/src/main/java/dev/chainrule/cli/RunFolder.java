package dev.chainrule.cli;

import dev.chainrule.io.AtomicFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder that a training writes into.
///
/// @param path where it is
record RunFolder(Path path) {
  /// Makes the folder, and makes sure before anything is trained that it can be written to.
  static RunFolder make(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "is a file; --out needs a folder");
    }
    Files.createDirectories(path);
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    return new RunFolder(path);
  }

  /// The file that training goes on from.
  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /// The file with the trained network.
  Path model() {
    return path.resolve("model.safetensors");
  }

  /// Takes away what killed runs left half-written, and the checkpoint of another run, so that this
  /// one can never go on from it.
  void begin(boolean resume) throws IOException {
    AtomicFile.deleteLeftovers(checkpoint());
    AtomicFile.deleteLeftovers(model());
    if (!resume) {
      Files.deleteIfExists(checkpoint());
    }
  }
}
