package dev.chainrule.program;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Reads the components of records, without allocating once the accessors of a class are known.
final class Components {
  private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

  private static final ClassValue<MethodHandle[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          var components = type.getRecordComponents();
          var accessors = new MethodHandle[components.length];
          for (int i = 0; i < accessors.length; i++) {
            accessors[i] = accessor(components[i]);
          }
          return accessors;
        }
      };

  private Components() {}

  private static MethodHandle accessor(RecordComponent component) {
    var accessor = component.getAccessor();
    try {
      accessor.setAccessible(true);
      return MethodHandles.lookup().unreflect(accessor).asType(ANY);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(
          "Program: %s cannot be read".formatted(component.getDeclaringRecord().getName()), e);
    }
  }

  /// Returns the accessors of a record's components, in order.
  static MethodHandle[] of(Class<?> record) {
    return ACCESSORS.get(record);
  }

  /// Returns what an accessor reads.
  static @Nullable Object read(MethodHandle accessor, Object record) {
    try {
      return (Object) accessor.invokeExact(record);
    } catch (Throwable e) {
      throw new IllegalStateException(
          "Program: %s cannot be read".formatted(record.getClass().getName()), e);
    }
  }
}
