package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_double;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.List;

/// Turns an expression into a class that computes it for single numbers.
public final class ScalarCompiler {
  private static final int INPUTS = 5;
  private static final MethodTypeDesc AT =
      MethodTypeDesc.of(CD_double, Collections.nCopies(INPUTS, CD_double));
  private static final Loop.Operand NUMBER = new Loop.Operand(Element.F64, Loop.Stride.NONE);

  private ScalarCompiler() {}

  /// Returns the function of an expression with at most five inputs; it gives the same bits as
  /// [Expression#evaluate], which does the work where numbers stand for truths.
  public static ScalarFunction compile(Expression body) {
    if (Code.type(body) != Primitive.Result.NUMBER || readsTruths(body)) {
      return body::evaluate;
    }
    return Generated.define(
        ScalarFunction.class,
        "GeneratedScalar",
        type -> type.withMethodBody("at", AT, ClassFile.ACC_PUBLIC, code -> at(code, body)));
  }

  /// Whether an input is taken as a truth, which a number is not.
  private static boolean readsTruths(Expression part) {
    if (!(part instanceof Expression.Apply apply)) {
      return false;
    }
    boolean here =
        switch (apply.function()) {
          case AND, OR, NOT -> apply.arguments().stream().anyMatch(ScalarCompiler::isNumber);
          case SELECT -> isNumber(apply.arguments().getFirst());
          default -> false;
        };
    return here || apply.arguments().stream().anyMatch(ScalarCompiler::readsTruths);
  }

  private static boolean isNumber(Expression part) {
    return Code.type(part) == Primitive.Result.NUMBER;
  }

  private static void at(CodeBuilder code, Expression body) {
    int[] inputs = new int[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = code.parameterSlot(i);
    }
    var bodies = List.of(body);
    var operands = Collections.nCopies(INPUTS, NUMBER);
    var loop = new Loop(bodies, Element.F64, operands, List.of(NUMBER));
    var lowered = Lowering.steps(bodies, Element.F64);
    var scalar = new ScalarCode(code, loop);
    scalar.steps(lowered.steps(), inputs);
    scalar.push(lowered.values().getFirst(), Primitive.Result.NUMBER);
    code.dreturn();
  }
}
