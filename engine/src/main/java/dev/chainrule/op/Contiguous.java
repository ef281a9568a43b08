package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Computations by kernels that need their inputs contiguous.
final class Contiguous {
  private Contiguous() {}

  /// Returns a computation on contiguous inputs: those that are not are copied whenever it runs.
  ///
  /// @param code returns the computation on the inputs' places
  static Runnable bind(List<Tensor> inputs, Function<List<Storage>, Runnable> code) {
    var places = new ArrayList<Storage>();
    var copies = new ArrayList<Runnable>();
    for (var input : inputs) {
      int[] sizes = input.shape().sizes();
      if (input.storage().isContiguous(sizes)) {
        places.add(input.storage());
      } else {
        var copy = Storage.allocate(input.dtype().element(), sizes);
        copies.add(LoopCall.copy(sizes, input.storage(), copy));
        places.add(copy);
      }
    }
    var computation = code.apply(places);
    if (copies.isEmpty()) {
      return computation;
    }
    return () -> {
      copies.forEach(Runnable::run);
      computation.run();
    };
  }

  /// Returns a computation on contiguous inputs of one element type: others are copied or converted
  /// whenever it runs.
  ///
  /// @param code returns the computation on the inputs' places
  static Runnable bind(List<Tensor> inputs, DType dtype, Function<List<Storage>, Runnable> code) {
    return converted(inputs, dtype, given -> bind(given, code));
  }

  /// Returns a computation on inputs of one element type: others are converted whenever it runs.
  ///
  /// @param code returns the computation on the inputs, which lie as they lie
  static Runnable converted(
      List<Tensor> inputs, DType dtype, Function<List<Tensor>, Runnable> code) {
    var converted = new ArrayList<Tensor>();
    var conversions = new ArrayList<Runnable>();
    for (var input : inputs) {
      if (input.dtype() == dtype) {
        converted.add(input);
      } else {
        var type = input.type().with(dtype);
        var copy = Tensor.of(Copies.zeros(type), type);
        conversions.add(new Cast(dtype).bind(List.of(input), copy));
        converted.add(copy);
      }
    }
    var computation = code.apply(converted);
    if (conversions.isEmpty()) {
      return computation;
    }
    return () -> {
      conversions.forEach(Runnable::run);
      computation.run();
    };
  }

  /// Returns the result of an operation that says how it is bound.
  static Tensor compute(Op op, List<Tensor> inputs, TensorType type) {
    var result = Tensor.of(Copies.zeros(type), type);
    op.bind(inputs, result).run();
    return result;
  }
}
