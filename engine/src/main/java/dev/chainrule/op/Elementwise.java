package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An elementwise function of the catalogue, declared in one statement.
///
/// ```
/// static final Elementwise EXP =
///     floats("exp", Primitive.EXP).summary("e to the power of every element.").reference(Math::exp);
/// ```
///
/// A [Declaration] says what the inputs are, the expression, an independent reference in double
/// precision, and the texts. Everything else is the same for all: inputs broadcast, whole numbers
/// become floating-point where the function has no whole results, derivatives follow from the
/// expression. Functions are constants of the classes named in [#all], and are called with [#on];
/// those with parameters (`leakyRelu(0.01)`) are made by methods there. Two functions of one name
/// and one expression are equal.
public final class Elementwise implements Pointwise {
  private final Declaration declaration;
  private final Reference reference;
  private final PointwiseRules rules;
  private volatile @Nullable ScalarForm scalars;

  /// What inputs a function takes and what it returns.
  enum Takes {
    /// Numbers of any type; the result has the type in which they meet.
    NUMBERS,
    /// Numbers; whole ones become `F32` first.
    FLOATS,
    /// Whole numbers; the result has the type in which they meet.
    WHOLE,
    /// Numbers of any type; the result is a truth.
    COMPARED,
    /// Truths; the result is a truth.
    TRUTHS,
    /// A truth, then numbers.
    CHOICE
  }

  /// The value in double precision.
  interface Reference {
    double of(double... inputs);
  }

  Elementwise(Declaration declaration, Reference reference) {
    this.declaration = declaration;
    this.reference = reference;
    this.rules = new PointwiseRules(name(), arity(), body());
  }

  /// Returns every elementwise function, grouped by subject; those with parameters as an example
  /// each.
  public static List<Elementwise> all() {
    return List.of(
            Arithmetic.all(),
            Rounding.all(),
            Comparisons.all(),
            Exponentials.all(),
            Trigonometry.all(),
            SpecialFunctions.all(),
            Activations.all(),
            Integers.all())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String name() {
    return declaration.name;
  }

  /// Returns the number of inputs.
  public int arity() {
    return declaration.arity;
  }

  /// Returns the texts and samples.
  Declaration declaration() {
    return declaration;
  }

  @Override
  public Expression body() {
    return declaration.body;
  }

  @Override
  public PointwiseRules rules() {
    return rules;
  }

  /// Returns the function of single numbers, compiled when first asked for.
  public ScalarForm scalars() {
    var known = scalars;
    if (known == null) {
      known = new ScalarForm(body(), rules);
      scalars = known;
    }
    return known;
  }

  @Override
  public DType computing(List<TensorType> inputs) {
    var met = declaration.takes == Takes.FLOATS ? DType.F32 : DType.I32;
    for (int i = choice() ? 1 : 0; i < inputs.size(); i++) {
      met = met.promote(inputs.get(i).dtype());
    }
    return met;
  }

  private boolean choice() {
    return declaration.takes == Takes.CHOICE;
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      check(i, inputs.get(i).dtype());
    }
    var fraction = declaration.fraction;
    if (fraction.isPresent() && !computing(inputs).floating()) {
      throw new DTypeException(
          "%s: %s is not a whole number, but the input is %s; convert it with to(DType.F32)"
              .formatted(name(), fraction.get(), computing(inputs)));
    }
    return new TensorType(Broadcast.shape(name(), inputs), resultType(inputs));
  }

  private void check(int i, DType dtype) {
    boolean truth = declaration.takes == Takes.TRUTHS || (choice() && i == 0);
    if (truth && dtype != DType.BOOL) {
      throw new DTypeException(
          "%s: input %d must be bool, got %s; compare first, for example with ne(0)"
              .formatted(name(), i, dtype));
    }
    if (!truth && dtype == DType.BOOL) {
      throw new DTypeException(
          "%s: input %d must be a number, got bool; convert with to(DType.F32)"
              .formatted(name(), i));
    }
    if (declaration.takes == Takes.WHOLE && dtype.floating()) {
      throw new DTypeException(
          "%s: input %d must hold whole numbers, got %s; convert with to(DType.I32)"
              .formatted(name(), i, dtype));
    }
  }

  private DType resultType(List<TensorType> inputs) {
    return switch (declaration.takes) {
      case COMPARED, TRUTHS -> DType.BOOL;
      case FLOATS -> computing(inputs);
      case NUMBERS, WHOLE, CHOICE -> {
        var met = inputs.getLast().dtype();
        for (int i = choice() ? 1 : 0; i < inputs.size(); i++) {
          met = met.promote(inputs.get(i).dtype());
        }
        yield met;
      }
    };
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    return Plain.generate(
        shape(inputs),
        index -> reference.of(inputs.stream().mapToDouble(input -> input.get(index)).toArray()));
  }

  static Shape shape(List<Plain> inputs) {
    return inputs.stream()
        .map(Plain::shape)
        .reduce((a, b) -> Broadcast.shape("reference", a, b))
        .orElseThrow();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Elementwise that
        && name().equals(that.name())
        && body().equals(that.body());
  }

  @Override
  public int hashCode() {
    return 31 * name().hashCode() + body().hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
