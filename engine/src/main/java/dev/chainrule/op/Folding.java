package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.kernel.Fold;
import dev.chainrule.kernel.MappedFold;
import dev.chainrule.kernel.Storage;
import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.Optional;

/// A reduction whose terms can be a pointwise function of others, never stored; for programs only.
@SuppressWarnings("exports") // the kernel package is not for users
public final class Folding {
  private final Fold fold;
  private final Reduction reduction;

  private Folding(Fold fold, Reduction reduction) {
    this.fold = fold;
    this.reduction = reduction;
  }

  /// Returns how an operation combines floating-point numbers, if it does nothing else.
  public static Optional<Folding> of(Op op) {
    return switch (op) {
      case Sum sum -> Optional.of(new Folding(Fold.SUM, sum));
      case Extremum extremum ->
          Optional.of(
              new Folding(extremum.kind() == Extremum.Kind.MAX ? Fold.MAX : Fold.MIN, extremum));
      default -> Optional.empty();
    };
  }

  /// Returns whether no terms need be stored.
  ///
  /// @param inputs of the function, repeated to the shape of the terms
  public boolean streams(Shape terms, Storage... inputs) {
    return MappedFold.streams(terms.sizes(), over(terms), inputs);
  }

  /// Returns the call that combines the values of a function.
  ///
  /// @param inputs of the function, repeated to the shape of the terms
  public Runnable bind(Expression function, Shape terms, Tensor result, Storage... inputs) {
    var operands = Arrays.copyOf(inputs, inputs.length + 1);
    int[] kept = reduction.axes().kept(reduction.name(), terms).sizes();
    var target = result.storage();
    operands[inputs.length] = target.view(target.offset(), Storage.contiguous(kept));
    return MappedFold.of(fold, function, terms.sizes(), over(terms), operands);
  }

  private boolean[] over(Shape terms) {
    return reduction.axes().in(reduction.name(), terms);
  }
}
