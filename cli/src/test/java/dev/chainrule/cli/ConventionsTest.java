package dev.chainrule.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules about the size of files and methods, names and documents, over the sources of all
/// modules.
class ConventionsTest {
  private static final Pattern EMPTY_WORDS =
      Pattern.compile("Impl$|^Abstract|^Base(?=[A-Z])|Base$|Utils?$|Helpers?$|Managers?$");

  private static List<DeclarationScanner.Type> types = List.of();
  private static List<DeclarationScanner.Method> methods = List.of();

  @BeforeAll
  static void scan() throws IOException {
    var scanner = SourceFiles.scan("main", DeclarationScanner::new);
    types = scanner.types();
    methods = scanner.methods();
    assertTrue(types.size() > 10, "sources were found");
  }

  @Test
  void filesAreShort() throws IOException {
    var lengths = new ArrayList<Long>();
    for (var file : files()) {
      try (var lines = Files.lines(file)) {
        var length = lines.count();
        lengths.add(length);
        assertTrue(length <= 600, () -> file + " has " + length + " lines");
      }
    }
    lengths.sort(null);
    assertTrue(lengths.get(lengths.size() / 2) <= 130, () -> "the median of " + lengths);
    assertTrue(lengths.get(lengths.size() * 9 / 10) <= 350, () -> "nine tenths of " + lengths);
  }

  /// What an operation's `spec` lists is not logic, so it may be longer.
  @Test
  void methodsAreShort() {
    assertNone(
        methods.stream()
            .filter(method -> !method.name().equals("spec"))
            .filter(method -> method.lines() > (isKernel(method) ? 60 : 30))
            .map(method ->
                "%s: %s has %d lines".formatted(method.place(), method.name(), method.lines())));
  }

  @Test
  void callersPassFewParameters() {
    assertNone(
        methods.stream()
            .filter(method -> method.parameters() > 6)
            .filter(method -> !method.isPrivate() && !isKernel(method))
            .map(method -> method.place() + ": " + method.name()));
  }

  @Test
  void publicTypesAreDocumented() {
    assertNone(
        types.stream()
            .filter(type -> type.isPublic() && !type.isDocumented())
            .map(type -> type.place() + ": " + type.name()));
  }

  @Test
  void namesSayWhatATypeIs() {
    assertNone(
        types.stream()
            .filter(type -> EMPTY_WORDS.matcher(type.name()).find())
            .map(type -> type.place() + ": " + type.name()));
  }

  @Test
  void noPublicTypeHidesOneOfJavaBase() throws IOException {
    var taken = publicTypesOfJavaBase();
    assertTrue(taken.contains("Random"));
    assertNone(
        types.stream()
            .filter(type -> type.isPublic() && !type.isNested() && taken.contains(type.name()))
            .map(type -> type.place() + ": " + type.name()));
  }

  @Test
  void everyPackageSaysInTenLinesWhatItIs() throws IOException {
    var wrong = new ArrayList<String>();
    for (var folder : SourceFiles.of("main").stream().map(Path::getParent).distinct().toList()) {
      var description = folder.resolve("package-info.java");
      if (Files.exists(folder.resolve("module-info.java"))) {
        continue;
      }
      if (!Files.exists(description) || Files.readAllLines(description).size() > 11) {
        wrong.add(description.toString());
      }
    }
    assertNone(wrong.stream());
  }

  @Test
  void testsAreNeverSwitchedOffAndNeverSleep() throws IOException {
    var forbidden = List.of("@" + "Disabled", "Thread" + ".sleep");
    var wrong = new ArrayList<String>();
    for (var file : SourceFiles.of("test")) {
      var text = Files.readString(file);
      forbidden.stream().filter(text::contains).forEach(word -> wrong.add(file + ": " + word));
    }
    assertNone(wrong.stream());
  }

  @Test
  void everyDecisionIsInTheIndex() throws IOException {
    var folder = SourceFiles.ROOT.resolve("docs", "decisions");
    var index = Files.readString(folder.resolve("README.md"));
    try (var records = Files.list(folder)) {
      assertNone(
          records
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md") && !index.contains("](" + name + ")")));
    }
  }

  private static List<Path> files() throws IOException {
    return Stream.of(SourceFiles.of("main"), SourceFiles.of("test")).flatMap(List::stream).toList();
  }

  private static boolean isKernel(DeclarationScanner.Method method) {
    return method.place().contains("/kernel/");
  }

  private static Set<String> publicTypesOfJavaBase() throws IOException {
    var base = ModuleFinder.ofSystem().find("java.base").orElseThrow();
    var exported =
        base.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet());
    var names = new HashSet<String>();
    try (var reader = base.open()) {
      for (var resource : reader.list().filter(name -> name.endsWith(".class")).toList()) {
        var end = resource.lastIndexOf('/');
        if (end > 0 && exported.contains(resource.substring(0, end).replace('/', '.'))) {
          addIfPublic(reader, resource, names);
        }
      }
    }
    return names;
  }

  private static void addIfPublic(ModuleReader reader, String resource, Set<String> names)
      throws IOException {
    try (var bytes = reader.open(resource).orElseThrow()) {
      if (ClassFile.of().parse(bytes.readAllBytes()).flags().has(AccessFlag.PUBLIC)) {
        names.add(resource.substring(resource.lastIndexOf('/') + 1, resource.length() - 6));
      }
    }
  }

  private static void assertNone(Stream<String> violations) {
    assertEquals("", violations.sorted().collect(joining("\n")));
  }
}
