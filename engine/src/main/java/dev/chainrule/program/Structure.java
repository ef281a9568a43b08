package dev.chainrule.program;

import dev.chainrule.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tensors make up a value: a tensor, a list of values, or a record of values.
sealed interface Structure {
  /// Returns the value of this structure whose tensors come one after the other.
  Object join(Iterator<Tensor> tensors);

  /// A single tensor.
  record Single() implements Structure {
    @Override
    public Object join(Iterator<Tensor> tensors) {
      return tensors.next();
    }
  }

  /// Nothing at all, for programs that only change variables.
  record Nothing() implements Structure {
    @Override
    @SuppressWarnings("NullAway") // the value of a function of type Void
    public Object join(Iterator<Tensor> tensors) {
      return null;
    }
  }

  /// A list.
  record Several(List<Structure> parts) implements Structure {
    @Override
    public Object join(Iterator<Tensor> tensors) {
      return parts.stream().map(part -> part.join(tensors)).toList();
    }
  }

  /// A record.
  record Fields(Class<?> type, List<Structure> parts) implements Structure {
    @Override
    public Object join(Iterator<Tensor> tensors) {
      try {
        var types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType);
        var constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(parts.stream().map(part -> part.join(tensors)).toArray());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Program: " + type.getName() + " cannot be made", e);
      }
    }
  }

  /// Takes a value apart.
  ///
  /// @param tensors receives its tensors
  static Structure split(@Nullable Object value, List<Tensor> tensors) {
    return switch (value) {
      case null -> new Nothing();
      case Tensor tensor -> {
        tensors.add(tensor);
        yield new Single();
      }
      case List<?> list -> {
        var parts = new ArrayList<Structure>();
        list.forEach(part -> parts.add(split(part, tensors)));
        yield new Several(parts);
      }
      case Record fields -> {
        var parts = new ArrayList<Structure>();
        for (var component : fields.getClass().getRecordComponents()) {
          parts.add(split(read(fields, component), tensors));
        }
        yield new Fields(fields.getClass(), parts);
      }
      default ->
          throw new IllegalArgumentException(
              "Program: a function returned %s; programs return tensors, lists of tensors, or records of tensors"
                  .formatted(value.getClass().getName()));
    };
  }

  private static Object read(Record fields, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(fields);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Program: %s cannot be read".formatted(fields.getClass().getName()), e);
    }
  }
}
