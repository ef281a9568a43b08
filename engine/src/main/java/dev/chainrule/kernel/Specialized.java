package dev.chainrule.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// Makes classes from templates: the same code with another constant.
///
/// A kernel's loops are fast only if the compiler sees the operator as a constant. So a template
/// reads its fold with [#fold] into a `static final` field, and is defined once more, as a hidden
/// class, for every fold in use. The template class itself is never initialised.
final class Specialized {
  private Specialized() {}

  /// Returns an instance of a new class with the template's code, in which [#fold] is `fold`.
  static FoldKernel of(Class<? extends FoldKernel> template, Fold fold) {
    try (var code = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      var made =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes(code, template), fold, true)
              .lookupClass();
      return (FoldKernel) made.getDeclaredConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no kernel could be made from " + template, e);
    }
  }

  private static byte[] bytes(@Nullable InputStream code, Class<?> template) throws IOException {
    if (code == null) {
      throw new IllegalStateException("the code of " + template + " is missing");
    }
    return code.readAllBytes();
  }

  /// Returns the fold of the class that asks.
  static Fold fold(MethodHandles.Lookup asking) {
    try {
      return MethodHandles.classData(asking, ConstantDescs.DEFAULT_NAME, Fold.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
