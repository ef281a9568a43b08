package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import java.util.Arrays;
import java.util.List;

/// Combines the values of an expression along some axes, without ever writing them all to memory.
///
/// A piece of the values that the definition of folds combines first is computed into a scratch
/// array that stays in the cache, and combined from there. So results have the bits of a loop over
/// the expression followed by [Folds].
public final class MappedFold {
  private MappedFold() {}

  /// Returns a call that combines the values of an expression along the axes `over` into the last
  /// operand, as often as the operands' elements change. It allocates nothing once it has been run.
  ///
  /// @param sizes of the axes, the same for all inputs; a repeated axis has stride 0
  /// @param operands the expression's inputs, then the output: contiguous, with size 1 on the
  ///   combined axes, of F32 or F64, in which everything is computed
  public static Runnable of(
      Fold fold, Expression body, int[] sizes, boolean[] over, Storage... operands) {
    int last = operands.length - 1;
    var inputs = Arrays.copyOf(operands, last);
    var output = operands[last];
    var element = output.element();
    var space = MappedSpace.of(sizes, over, inputs);
    if (!space.regular()) {
      var values = Storage.allocate(element, sizes);
      var stored = operands.clone();
      stored[last] = values;
      var loop = LoopCall.of(List.of(body), element, sizes, stored);
      return both(loop, Folds.of(fold, sizes, over, values, output));
    }
    var kernel = Loops.kernel(space.loop(body, element));
    if (space.last()) {
      return MappedStage.of(fold, kernel, space, output);
    }
    var between = Storage.allocate(element, space.sizesLeft());
    return both(
        MappedStage.of(fold, kernel, space, between),
        Folds.of(fold, space.sizesLeft(), space.overLeft(), between, output));
  }

  /// Returns whether the values of an expression of these inputs need not be stored.
  public static boolean streams(int[] sizes, boolean[] over, Storage... inputs) {
    return MappedSpace.of(sizes, over, inputs).regular();
  }

  private static Runnable both(Runnable first, Runnable second) {
    return () -> {
      first.run();
      second.run();
    };
  }
}
