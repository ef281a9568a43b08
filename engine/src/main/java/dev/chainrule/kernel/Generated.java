package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Makes the classes that kernels are generated into.
final class Generated {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Generated() {}

  /// Returns how many classes have been defined.
  static int count() {
    return COUNT.get();
  }

  /// Returns the class of a generated kernel.
  static ClassDesc named(String name) {
    return ClassDesc.of(Generated.class.getPackageName(), name);
  }

  /// Defines a hidden class that implements an interface, and makes an instance; the class is
  /// unloaded with its last one.
  static <K> K define(Class<K> type, String name, Consumer<ClassBuilder> members) {
    byte[] bytes =
        ClassFile.of()
            .build(
                named(name),
                builder -> {
                  builder.withFlags(ClassFile.ACC_FINAL);
                  builder.withInterfaceSymbols(type.describeConstable().orElseThrow());
                  builder.withMethodBody(
                      INIT_NAME,
                      MTD_void,
                      0,
                      code ->
                          code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
                  members.accept(builder);
                });
    return define(type, name, bytes);
  }

  /// Defines a copy of a class as a hidden one, which the virtual machine compiles by itself, and
  /// makes an instance.
  static <K> K copy(Class<K> type, Class<? extends K> original) {
    var name = original.getName();
    try (var file =
        original.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      return define(type, name, Objects.requireNonNull(file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <K> K define(Class<K> type, String name, byte[] bytes) {
    COUNT.incrementAndGet();
    try {
      var hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
      var constructor = MethodType.methodType(void.class);
      return type.cast(hidden.findConstructor(hidden.lookupClass(), constructor).invoke());
    } catch (Throwable e) {
      throw new LinkageError("kernel " + name + " did not compile", e);
    }
  }
}
