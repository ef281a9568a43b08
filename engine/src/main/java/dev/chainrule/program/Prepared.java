package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a program became for inputs of one structure and certain types.
final class Prepared {
  private final Structure structure;
  private final Compiled compiled;
  private final ThreadLocal<Tensor[]> places;

  Prepared(Structure structure, Compiled compiled) {
    this.structure = structure;
    this.compiled = compiled;
    this.places = ThreadLocal.withInitial(() -> new Tensor[compiled.inputs.size()]);
  }

  /// What tells inputs apart.
  record Key(Structure structure, List<TensorType> types) {}

  /// Returns the program for such inputs.
  Compiled compiled() {
    return compiled;
  }

  /// Returns whether inputs have this structure and these types.
  boolean takes(@Nullable Object inputs) {
    var tensors = places.get();
    return structure.read(inputs, tensors, 0) >= 0 && compiled.takes(tensors);
  }

  /// Returns the tensors of inputs that are taken, in an array of the calling thread.
  Tensor[] tensors(Object inputs) {
    var tensors = places.get();
    structure.read(inputs, tensors, 0);
    return tensors;
  }
}
