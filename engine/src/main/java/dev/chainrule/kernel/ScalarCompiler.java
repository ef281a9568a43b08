package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;

/// Turns an expression into a class that computes it for single numbers.
public final class ScalarCompiler {
  private static final int INPUTS = 5;
  private static final ClassDesc FUNCTION = ScalarFunction.class.describeConstable().orElseThrow();
  private static final ClassDesc SELF =
      ClassDesc.of(ScalarCompiler.class.getPackageName(), "GeneratedScalar");
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
    try {
      var lookup = MethodHandles.lookup().defineHiddenClass(bytes(body), true);
      var constructor =
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
      return (ScalarFunction) constructor.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("scalar function: " + body + " did not compile", e);
    }
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

  private static byte[] bytes(Expression body) {
    return ClassFile.of()
        .build(
            SELF,
            type -> {
              type.withInterfaceSymbols(FUNCTION).withFlags(ClassFile.ACC_FINAL);
              type.withMethodBody(
                  INIT_NAME,
                  MTD_void,
                  0,
                  code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
              type.withMethodBody("at", AT, ClassFile.ACC_PUBLIC, code -> at(code, body));
            });
  }

  private static void at(CodeBuilder code, Expression body) {
    int[] inputs = new int[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = code.parameterSlot(i);
    }
    var loop = new Loop(body, Element.F64, Collections.nCopies(INPUTS, NUMBER), NUMBER);
    int value = new ScalarCode(code, loop).steps(Lowering.steps(body, Element.F64), inputs);
    code.dload(value).dreturn();
  }
}
