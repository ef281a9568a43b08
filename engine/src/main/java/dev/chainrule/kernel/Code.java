package dev.chainrule.kernel;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.lang.classfile.CodeBuilder;
import java.util.IdentityHashMap;
import java.util.List;

/// Writes the instructions of a loop body: the frame that scalar and vector code share.
///
/// Every step's value lives in a local variable. Constants are written where they are used, with
/// the type that the using function asks for.
abstract class Code {
  final CodeBuilder code;
  private final IdentityHashMap<Expression, Integer> locals = new IdentityHashMap<>();

  Code(CodeBuilder code) {
    this.code = code;
  }

  /// Writes all steps; input `i` must already lie in `inputs[i]`.
  final void steps(List<Expression> steps, int[] inputs) {
    for (var step : steps) {
      switch (step) {
        case Expression.Input input -> locals.put(step, inputs[input.index()]);
        case Expression.Constant _ -> {}
        case Expression.Apply apply -> {
          write(apply);
          int local = allocate(apply);
          store(apply, local);
          locals.put(step, local);
        }
      }
    }
  }

  /// Puts the value of an argument on the stack.
  final void push(Expression argument, Primitive.Result wanted) {
    var local = locals.get(argument);
    if (argument instanceof Expression.Constant constant) {
      constant(constant.value(), wanted);
    } else if (local != null) {
      load(argument, local);
    } else {
      throw new IllegalStateException("step used before it was computed: " + argument);
    }
  }

  /// Puts arguments on the stack that are all of one type.
  final void push(List<Expression> arguments, Primitive.Result wanted) {
    for (var argument : arguments) {
      push(argument, wanted);
    }
  }

  /// Returns the type of a step's value.
  static Primitive.Result type(Expression step) {
    return step instanceof Expression.Apply apply
        ? apply.function().result()
        : Primitive.Result.NUMBER;
  }

  abstract void write(Expression.Apply step);

  abstract void constant(double value, Primitive.Result wanted);

  abstract int allocate(Expression step);

  abstract void store(Expression step, int local);

  abstract void load(Expression step, int local);
}
