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

  /// Puts the tensors of a value into an array, without allocating.
  ///
  /// @param from the place of the first
  /// @return the next place, or −1 if the value has another structure
  int read(@Nullable Object value, Tensor[] tensors, int from);

  /// A single tensor.
  record Single() implements Structure {
    @Override
    public Object join(Iterator<Tensor> tensors) {
      return tensors.next();
    }

    @Override
    public int read(@Nullable Object value, Tensor[] tensors, int from) {
      if (!(value instanceof Tensor tensor)) {
        return -1;
      }
      tensors[from] = tensor;
      return from + 1;
    }
  }

  /// Nothing at all, for programs that only change variables.
  record Nothing() implements Structure {
    @Override
    @SuppressWarnings("NullAway") // the value of a function of type Void
    public Object join(Iterator<Tensor> tensors) {
      return null;
    }

    @Override
    public int read(@Nullable Object value, Tensor[] tensors, int from) {
      return value == null ? from : -1;
    }
  }

  /// A list.
  record Several(List<Structure> parts) implements Structure {
    @Override
    public Object join(Iterator<Tensor> tensors) {
      return parts.stream().map(part -> part.join(tensors)).toList();
    }

    @Override
    public int read(@Nullable Object value, Tensor[] tensors, int from) {
      if (!(value instanceof List<?> list) || list.size() != parts.size()) {
        return -1;
      }
      int next = from;
      for (int i = 0; i < parts.size() && next >= 0; i++) {
        next = parts.get(i).read(list.get(i), tensors, next);
      }
      return next;
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

    @Override
    public int read(@Nullable Object value, Tensor[] tensors, int from) {
      if (value == null || value.getClass() != type) {
        return -1;
      }
      var accessors = Components.of(type);
      int next = from;
      for (int i = 0; i < parts.size() && next >= 0; i++) {
        next = parts.get(i).read(Components.read(accessors[i], value), tensors, next);
      }
      return next;
    }
  }

  /// Takes apart what a function returned; `null` has no parts.
  ///
  /// @param tensors receives its tensors
  static Structure ofResult(@Nullable Object value, List<Tensor> tensors) {
    return switch (value) {
      case null -> new Nothing();
      case Tensor tensor -> single(tensor, tensors);
      case List<?> list -> new Several(list.stream().map(part -> ofResult(part, tensors)).toList());
      case Record fields -> {
        var parts = new ArrayList<Structure>();
        for (var accessor : Components.of(fields.getClass())) {
          parts.add(ofResult(Components.read(accessor, fields), tensors));
        }
        yield new Fields(fields.getClass(), parts);
      }
      default ->
          throw new IllegalArgumentException(
              "Program: a function returned %s; programs return tensors, lists of tensors, or records of tensors"
                  .formatted(value.getClass().getName()));
    };
  }

  /// Takes apart what a program is given.
  ///
  /// @param path what messages call it
  /// @param tensors receives its tensors
  /// @throws IllegalArgumentException if a part is no tensor
  static Structure ofInput(String path, @Nullable Object value, List<Tensor> tensors) {
    return switch (value) {
      case Tensor tensor -> single(tensor, tensors);
      case List<?> list -> {
        var parts = new ArrayList<Structure>();
        for (var part : list) {
          parts.add(ofInput("%s[%d]".formatted(path, parts.size()), part, tensors));
        }
        yield new Several(parts);
      }
      case Record fields -> {
        var parts = new ArrayList<Structure>();
        var components = fields.getClass().getRecordComponents();
        for (var accessor : Components.of(fields.getClass())) {
          var name = path + "." + components[parts.size()].getName();
          parts.add(ofInput(name, Components.read(accessor, fields), tensors));
        }
        yield new Fields(fields.getClass(), parts);
      }
      case null, default ->
          throw new IllegalArgumentException(
              "Program: %s is %s; programs take tensors, lists of tensors, or records of tensors"
                  .formatted(path, value == null ? "null" : "a " + value.getClass().getName()));
    };
  }

  private static Structure single(Tensor tensor, List<Tensor> tensors) {
    tensors.add(tensor);
    return new Single();
  }
}
