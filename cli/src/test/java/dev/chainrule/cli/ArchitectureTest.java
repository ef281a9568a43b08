package dev.chainrule.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The directions in which packages may depend on each other, and what no class may do, over all
/// modules.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.chainrule");

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    slices().assignedFrom(new Concepts()).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void scalarFunctionsDependOnNothing() {
    classes()
        .that()
        .resideInAPackage("dev.chainrule.scalar")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.chainrule.scalar", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void kernelsKnowNoTensors() {
    noClasses()
        .that()
        .resideInAPackage("dev.chainrule.kernel..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.chainrule.Tensor")
        .check(CLASSES);
  }

  @Test
  void failuresHaveTypesOfTheirOwn() {
    noClasses().should(THROW_GENERIC_EXCEPTIONS).check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chainrule.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  /// A slice is a package, save that tensors, operations and their derivatives know each other by
  /// nature.
  private static final class Concepts implements SliceAssignment {
    private static final Set<String> ENGINE =
        Set.of("dev.chainrule", "dev.chainrule.op", "dev.chainrule.autodiff");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      var name = type.getPackageName();
      return SliceIdentifier.of(ENGINE.contains(name) ? "tensors" : name);
    }

    @Override
    public String getDescription() {
      return "packages, with tensors, operations and derivatives as one";
    }
  }
}
