package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.Locale;

/// Writes a loop body one element at a time, in any element type.
final class ScalarCode extends Code {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOAT = Float.class.describeConstable().orElseThrow();
  private static final ClassDesc PRIMITIVE = Primitive.class.describeConstable().orElseThrow();

  private final Loop loop;
  private final TypeKind number;

  ScalarCode(CodeBuilder code, Loop loop) {
    super(code);
    this.loop = loop;
    this.number = loop.compute().computed();
  }

  @Override
  void write(Expression.Apply step) {
    var function = step.function();
    var arguments = step.arguments();
    switch (function) {
      case ADD, SUB, MUL, DIV -> {
        push(arguments, Primitive.Result.NUMBER);
        arithmetic(function);
      }
      case NEG -> {
        push(arguments, Primitive.Result.NUMBER);
        negate();
      }
      case FMA -> {
        push(arguments, Primitive.Result.NUMBER);
        var type = number.upperBound();
        code.invokestatic(MATH, "fma", MethodTypeDesc.of(type, type, type, type));
      }
      case SQRT -> {
        push(arguments, Primitive.Result.NUMBER);
        code.conversion(number, TypeKind.DOUBLE);
        code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double));
        code.conversion(TypeKind.DOUBLE, number);
      }
      case LT, LE, EQ -> {
        push(arguments, Primitive.Result.NUMBER);
        compare(function);
      }
      case AND, OR -> {
        push(arguments, Primitive.Result.TRUTH);
        code.with(OperatorInstruction.of(function == Primitive.AND ? Opcode.IAND : Opcode.IOR));
      }
      case NOT -> {
        push(arguments, Primitive.Result.TRUTH);
        code.iconst_1().ixor();
      }
      case SELECT -> select(step);
      case BITS -> {
        push(arguments, Primitive.Result.NUMBER);
        code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
      }
      case FROM_BITS -> {
        push(arguments, Primitive.Result.BITS);
        code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
      }
      case BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_SHIFT_LEFT, BITS_SHIFT_RIGHT -> {
        push(arguments, Primitive.Result.BITS);
        bits(function);
      }
      case MAX, MIN, ABS -> {
        push(arguments, Primitive.Result.NUMBER);
        math(function.symbol(), number, function.arity());
      }
      case FLOOR, CEIL, RINT -> round(step);
      default -> call(step);
    }
  }

  private void math(String name, TypeKind kind, int arity) {
    var type = kind.upperBound();
    code.invokestatic(MATH, name, MethodTypeDesc.of(type, Collections.nCopies(arity, type)));
  }

  private void round(Expression.Apply step) {
    if (number == TypeKind.DOUBLE) {
      push(step.arguments(), Primitive.Result.NUMBER);
      math(step.function().name().toLowerCase(Locale.ROOT), TypeKind.DOUBLE, 1);
    } else {
      call(step);
    }
  }

  private void arithmetic(Primitive function) {
    boolean wide = number == TypeKind.LONG || number == TypeKind.DOUBLE;
    boolean floating = number == TypeKind.FLOAT || number == TypeKind.DOUBLE;
    var opcode =
        switch (function) {
          case ADD -> pick(floating, wide, Opcode.IADD, Opcode.LADD, Opcode.FADD, Opcode.DADD);
          case SUB -> pick(floating, wide, Opcode.ISUB, Opcode.LSUB, Opcode.FSUB, Opcode.DSUB);
          case MUL -> pick(floating, wide, Opcode.IMUL, Opcode.LMUL, Opcode.FMUL, Opcode.DMUL);
          default -> pick(floating, wide, Opcode.IDIV, Opcode.LDIV, Opcode.FDIV, Opcode.DDIV);
        };
    code.with(OperatorInstruction.of(opcode));
  }

  private static Opcode pick(
      boolean floating, boolean wide, Opcode i, Opcode l, Opcode f, Opcode d) {
    return floating ? (wide ? d : f) : (wide ? l : i);
  }

  private void negate() {
    switch (number) {
      case FLOAT -> code.fneg();
      case DOUBLE -> code.dneg();
      case LONG -> code.lneg();
      default -> code.ineg();
    }
  }

  /// A comparison with NaN is false: the variant of the instruction is chosen accordingly.
  private void compare(Primitive function) {
    boolean less = function != Primitive.EQ;
    switch (number) {
      case FLOAT -> code.with(OperatorInstruction.of(less ? Opcode.FCMPG : Opcode.FCMPL));
      case DOUBLE -> code.with(OperatorInstruction.of(less ? Opcode.DCMPG : Opcode.DCMPL));
      case LONG -> code.lcmp();
      default ->
          code.invokestatic(
              Integer.class.describeConstable().orElseThrow(),
              "compare",
              MethodTypeDesc.of(CD_int, CD_int, CD_int));
    }
    var opcode =
        switch (function) {
          case LT -> Opcode.IFLT;
          case LE -> Opcode.IFLE;
          default -> Opcode.IFEQ;
        };
    choose(opcode, code::iconst_1, code::iconst_0);
  }

  private void select(Expression.Apply step) {
    var arguments = step.arguments();
    push(arguments.get(0), Primitive.Result.TRUTH);
    choose(
        Opcode.IFNE,
        () -> push(arguments.get(1), Primitive.Result.NUMBER),
        () -> push(arguments.get(2), Primitive.Result.NUMBER));
  }

  private void choose(Opcode condition, Runnable then, Runnable otherwise) {
    var yes = code.newLabel();
    var end = code.newLabel();
    code.with(BranchInstruction.of(condition, yes));
    otherwise.run();
    code.goto_(end).labelBinding(yes);
    then.run();
    code.labelBinding(end);
  }

  private void bits(Primitive function) {
    switch (function) {
      case BITS_ADD -> code.iadd();
      case BITS_SUB -> code.isub();
      case BITS_AND -> code.iand();
      case BITS_OR -> code.ior();
      case BITS_SHIFT_LEFT -> code.ishl();
      default -> code.ishr();
    }
  }

  /// Calls the function's value: of whole numbers if it has one, else in double precision.
  private void call(Expression.Apply step) {
    var function = step.function();
    boolean whole = function.isWhole() && (number == TypeKind.INT || number == TypeKind.LONG);
    var kind = whole ? TypeKind.LONG : TypeKind.DOUBLE;
    int parameters = whole ? 2 : 3;
    code.getstatic(PRIMITIVE, function.name(), PRIMITIVE);
    for (int i = 0; i < parameters; i++) {
      if (i < step.arguments().size()) {
        push(step.arguments().get(i), Primitive.Result.NUMBER);
        code.conversion(number, kind);
      } else {
        code.loadConstant(0).conversion(TypeKind.INT, kind);
      }
    }
    var type = kind.upperBound();
    code.invokevirtual(
        PRIMITIVE, "evaluate", MethodTypeDesc.of(type, Collections.nCopies(parameters, type)));
    boolean truth = function.result() == Primitive.Result.TRUTH;
    code.conversion(kind, truth ? TypeKind.INT : number);
  }

  @Override
  void constant(double value, Primitive.Result wanted) {
    if (wanted != Primitive.Result.NUMBER) {
      code.loadConstant((int) value);
      return;
    }
    switch (number) {
      case FLOAT -> code.loadConstant((float) value);
      case DOUBLE -> code.loadConstant(value);
      case LONG -> code.loadConstant((long) value);
      default -> code.loadConstant((int) value);
    }
  }

  private TypeKind kind(Expression step) {
    boolean truth =
        step instanceof Expression.Input input
            && loop.inputs().get(input.index()).element() == Element.BOOL;
    return truth || type(step) != Primitive.Result.NUMBER ? TypeKind.INT : number;
  }

  @Override
  int allocate(Expression step) {
    return code.allocateLocal(kind(step));
  }

  @Override
  void store(Expression step, int local) {
    code.storeLocal(kind(step), local);
  }

  @Override
  void load(Expression step, int local) {
    code.loadLocal(kind(step), local);
  }
}
