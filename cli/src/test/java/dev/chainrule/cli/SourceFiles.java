package dev.chainrule.cli;

import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.tools.ToolProvider;

/// The project's own files, for tests that check what its readers see.
final class SourceFiles {
  /// The folder of the whole project: tests run in that of their module.
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private SourceFiles() {}

  /// The Java files of every module below `src/<kind>/java`, where kind is `main` or `test`.
  static List<Path> of(String kind) throws IOException {
    var found = new ArrayList<Path>();
    try (var modules = Files.list(ROOT)) {
      for (var folder : modules.map(module -> module.resolve("src", kind, "java")).toList()) {
        if (Files.isDirectory(folder)) {
          try (var files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  /// Parses the files of a kind and takes a scanner through each.
  static <S extends TreePathScanner<?, ?>> S scan(String kind, Function<DocTrees, S> newScanner)
      throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      var sources = files.getJavaFileObjectsFromPaths(of(kind));
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, sources);
      var scanner = newScanner.apply(DocTrees.instance(task));
      for (var unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner;
    }
  }
}
