package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A function of tensors as a program: traced once, rewritten, fused, and planned in memory.
///
/// ```java
/// var step = Program.compile((Tensor x, Tensor y) -> {
///   var loss = meanSquaredError(network.apply(x), y);
///   optimizer.step(loss.backward());
///   return loss;
/// });
/// double loss = step.run(batch.input(), batch.target()).item();
/// ```
///
/// The function is the very code that also runs eagerly, with the same bits. Variables that it
/// reads are inputs, those that it assigns are changed by every run; everything else, such as
/// tensors from outside, Java numbers and the branches it took, is what it was when the function
/// was traced. It is traced when it is first run with inputs of new types, twice, so that what
/// changes between the two traces is found and refused.
///
/// Calls from several threads wait for each other.
///
/// @param <R> a tensor, a list of tensors, a record of tensors, or Void
public final class Program<R> {
  /// How many types of inputs are remembered.
  private static final int REMEMBERED = 8;

  private final Function<List<Tensor>, R> function;
  private final int arity;
  private final Map<List<TensorType>, Compiled> compiled = new Remembered();
  private volatile @Nullable Compiled latest;

  private Program(int arity, Function<List<Tensor>, R> function) {
    this.arity = arity;
    this.function = function;
  }

  /// The programs of the types that were used last.
  private static final class Remembered extends LinkedHashMap<List<TensorType>, Compiled> {
    private static final long serialVersionUID = 1;

    Remembered() {
      super(REMEMBERED, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<List<TensorType>, Compiled> eldest) {
      return size() > REMEMBERED;
    }
  }

  /// A function of one tensor.
  @FunctionalInterface
  public interface One<R> {
    R apply(Tensor a);
  }

  /// A function of two tensors.
  @FunctionalInterface
  public interface Two<R> {
    R apply(Tensor a, Tensor b);
  }

  /// A function of three tensors.
  @FunctionalInterface
  public interface Three<R> {
    R apply(Tensor a, Tensor b, Tensor c);
  }

  /// A function of four tensors.
  @FunctionalInterface
  public interface Four<R> {
    R apply(Tensor a, Tensor b, Tensor c, Tensor d);
  }

  /// Returns the program of a function that has no inputs but variables.
  public static <R> Program<R> compile(Supplier<R> function) {
    return new Program<>(0, _ -> function.get());
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(One<R> function) {
    return new Program<>(1, x -> function.apply(x.get(0)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Two<R> function) {
    return new Program<>(2, x -> function.apply(x.get(0), x.get(1)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Three<R> function) {
    return new Program<>(3, x -> function.apply(x.get(0), x.get(1), x.get(2)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Four<R> function) {
    return new Program<>(4, x -> function.apply(x.get(0), x.get(1), x.get(2), x.get(3)));
  }

  /// Returns the program of a function of any number of tensors.
  public static <R> Program<R> compile(int inputs, Function<List<Tensor>, R> function) {
    return new Program<>(inputs, function);
  }

  /// Runs the program and returns its results.
  ///
  /// @throws IllegalArgumentException if the number of inputs is not that of the function
  /// @throws IllegalStateException when it is traced for the first time, if the function reads
  ///   elements, makes variables, or does not do the same twice; the message names the line
  @SuppressWarnings("unchecked") // the structure was taken from an R
  public R run(Tensor... inputs) {
    return (R) compiled(inputs).run(inputs);
  }

  /// Runs the program and writes its results over those of an earlier run, whose tensors change:
  /// nobody else may hold them. Once the kernels are warm nothing is allocated, if `inputs` is an
  /// array that the caller keeps.
  ///
  /// @param results what an earlier run for inputs of the same types returned
  /// @throws IllegalArgumentException if the results have other types
  public void runInto(R results, Tensor... inputs) {
    compiled(inputs).runInto(results, inputs);
  }

  /// Returns what the program does for inputs of these types: how many values were traced and are
  /// left after rewriting, and each kernel with the operations it computes, the bytes it reads and
  /// writes and the number of its operations.
  public String explain(Tensor... inputs) {
    return Report.of(compiled(inputs));
  }

  /// Returns the same with the time that each kernel takes, beside what the machine can do. It runs
  /// the kernels for some seconds; variables get back what they held.
  public String profile(Tensor... inputs) {
    return compiled(inputs).profile(inputs);
  }

  /// Compares the program with the operations that it was made of, on these inputs: first every
  /// rewrite, then every kernel with its place in memory. Variables keep their values.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  public void audit(Tensor... inputs) {
    Audit.check(compiled(inputs), List.of(inputs));
  }

  private Compiled compiled(Tensor... inputs) {
    var last = latest;
    if (last != null && last.takes(inputs)) {
      return last;
    }
    if (inputs.length != arity) {
      throw new IllegalArgumentException(
          "Program: takes %d tensors, got %d".formatted(arity, inputs.length));
    }
    var types = Arrays.stream(inputs).map(Tensor::type).toList();
    synchronized (compiled) {
      var known = compiled.get(types);
      if (known == null) {
        known = Compiled.of(function, types);
        compiled.put(types, known);
      }
      latest = known;
      return known;
    }
  }
}
