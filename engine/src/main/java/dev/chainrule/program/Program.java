package dev.chainrule.program;

import dev.chainrule.Tensor;
import java.util.ArrayList;
import java.util.Collections;
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
/// The function is the very code that also runs eagerly, with the same bits unless
/// [#roundingFreely] asks for more. Variables that it reads are inputs, those that it assigns are
/// changed by every run; everything else, such as tensors from outside, Java numbers and the
/// branches it took, is what it was when the function was traced. It is traced when it is first run
/// with inputs of new types, twice, so that what changes between the two traces is found and
/// refused. Inputs are one to four tensors, a list, or a record of tensors.
///
/// Calls from several threads wait for each other.
///
/// @param <R> a tensor, a list of tensors, a record of tensors, or Void
public final class Program<R> {
  /// How many types of inputs are remembered.
  private static final int REMEMBERED = 8;

  private final Function<Object, R> function;
  private final Structure structure;
  private final boolean roundsFreely;
  private final Map<Prepared.Key, Prepared> prepared = new Remembered();
  private volatile @Nullable Prepared latest;

  /// @param structure of the inputs; that of records has no parts, which may differ from run to run
  private Program(Structure structure, Function<Object, R> function, boolean roundsFreely) {
    this.structure = structure;
    this.function = function;
    this.roundsFreely = roundsFreely;
  }

  /// The programs of the types that were used last.
  private static final class Remembered extends LinkedHashMap<Prepared.Key, Prepared> {
    private static final long serialVersionUID = 1;

    Remembered() {
      super(REMEMBERED, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Prepared.Key, Prepared> eldest) {
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
    return compile(0, _ -> function.get());
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(One<R> function) {
    return compile(1, x -> function.apply(x.get(0)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Two<R> function) {
    return compile(2, x -> function.apply(x.get(0), x.get(1)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Three<R> function) {
    return compile(3, x -> function.apply(x.get(0), x.get(1), x.get(2)));
  }

  /// Returns the program of a function.
  public static <R> Program<R> compile(Four<R> function) {
    return compile(4, x -> function.apply(x.get(0), x.get(1), x.get(2), x.get(3)));
  }

  /// Returns the program of a function of any number of tensors.
  @SuppressWarnings("unchecked") // the structure is a list of tensors
  public static <R> Program<R> compile(int inputs, Function<List<Tensor>, R> function) {
    var structure = new Structure.Several(Collections.nCopies(inputs, new Structure.Single()));
    return new Program<>(structure, given -> function.apply((List<Tensor>) given), false);
  }

  /// Returns the program of a function of a record, whose components are tensors, lists, or records
  /// of tensors.
  ///
  /// ```java
  /// record Batch(Tensor images, Tensor labels) {}
  ///
  /// var loss = Program.compile(Batch.class, batch -> loss(batch.images(), batch.labels()));
  /// double value = loss.run(new Batch(images, labels)).item();
  /// ```
  public static <I extends Record, R> Program<R> compile(Class<I> inputs, Function<I, R> function) {
    return new Program<>(
        new Structure.Fields(inputs, List.of()),
        given -> function.apply(inputs.cast(given)),
        false);
  }

  /// Returns the program of the same function, in which formulas and sums may be replaced by others
  /// for the same numbers, which are rounded differently than in eager execution.
  ///
  /// Unstable formulas become stable, and so do their gradients: `ln softmax(x)`, `ln Σ exp(x)`,
  /// `ln(1 + x)`, `exp(x) − 1`, `ln(1 + exp(x))`, `ln sigmoid(x)`, `1 / (1 + exp(−x))` and `exp(x)
  /// / Σ exp(x)`. Sums of matrix products, such as the gradient of a weight that a loop uses in
  /// every step, become one product. [#explain] lists what was replaced. The error is at most twice
  /// the eager one, and far smaller where that overflows or cancels.
  public Program<R> roundingFreely() {
    return new Program<>(structure, function, true);
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

  /// Runs the program of a function of a record.
  ///
  /// @throws IllegalArgumentException if it is another record, or a component is no tensor
  @SuppressWarnings("unchecked") // the structure was taken from an R
  public R run(Record inputs) {
    var found = prepared(inputs);
    return (R) found.compiled().run(found.tensors(inputs));
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

  /// Runs the program of a function of a record in the same way; nothing is allocated either.
  ///
  /// @param results what an earlier run for inputs of the same types returned
  /// @throws IllegalArgumentException if the results have other types
  public void runInto(R results, Record inputs) {
    var found = prepared(inputs);
    found.compiled().runInto(results, found.tensors(inputs));
  }

  /// Returns what the program does for inputs of these types: how many values were traced and are
  /// left after rewriting, how often each rewrite was applied and which of them change rounding,
  /// how many classes were generated, and each kernel with the operations it computes, the bytes it
  /// reads and writes and the number of its operations.
  public String explain(Tensor... inputs) {
    return Report.of(compiled(inputs));
  }

  /// Returns the same for a record.
  public String explain(Record inputs) {
    return Report.of(prepared(inputs).compiled());
  }

  /// Returns the same with the time that each kernel takes, beside what the machine can do. It runs
  /// the kernels for some seconds; variables get back what they held.
  public String profile(Tensor... inputs) {
    return compiled(inputs).profile(inputs);
  }

  /// Returns the same for a record.
  public String profile(Record inputs) {
    var found = prepared(inputs);
    return found.compiled().profile(found.tensors(inputs));
  }

  /// Compares the program with the operations that it was made of, on these inputs: first every
  /// rewrite that keeps bits, then every kernel with its place in memory. Variables keep their
  /// values.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  public void audit(Tensor... inputs) {
    Audit.check(compiled(inputs), List.of(inputs));
  }

  /// Compares it in the same way on a record.
  ///
  /// @throws IllegalStateException naming the first rewrite or kernel whose bits differ
  public void audit(Record inputs) {
    var found = prepared(inputs);
    Audit.check(found.compiled(), List.of(found.tensors(inputs)));
  }

  private Compiled compiled(Tensor... inputs) {
    int count = structure instanceof Structure.Several several ? several.parts().size() : -1;
    if (inputs.length != count) {
      throw refused(inputs.length + " tensors");
    }
    var last = latest;
    return last != null && last.compiled().takes(inputs)
        ? last.compiled()
        : prepare(structure, List.of(inputs)).compiled();
  }

  private Prepared prepared(Record inputs) {
    var last = latest;
    if (last != null && last.takes(inputs)) {
      return last;
    }
    if (inputs == null
        || !(structure instanceof Structure.Fields fields)
        || fields.type() != inputs.getClass()) {
      throw refused(inputs == null ? "null" : "a record " + inputs.getClass().getSimpleName());
    }
    var tensors = new ArrayList<Tensor>();
    return prepare(Structure.ofInput(fields.type().getSimpleName(), inputs, tensors), tensors);
  }

  private IllegalArgumentException refused(String found) {
    var expected =
        switch (structure) {
          case Structure.Several several -> several.parts().size() + " tensors";
          case Structure.Fields fields -> "a record " + fields.type().getSimpleName();
          case Structure.Single _, Structure.Nothing _ -> "nothing";
        };
    return new IllegalArgumentException("Program: takes %s, got %s".formatted(expected, found));
  }

  private Prepared prepare(Structure form, List<Tensor> inputs) {
    var types = inputs.stream().map(Tensor::type).toList();
    var key = new Prepared.Key(form, types);
    synchronized (prepared) {
      var known = prepared.get(key);
      if (known == null) {
        Function<List<Tensor>, R> joined = given -> function.apply(form.join(given.iterator()));
        known = new Prepared(form, Compiled.of(joined, types, roundsFreely));
        prepared.put(key, known);
      }
      latest = known;
      return known;
    }
  }
}
