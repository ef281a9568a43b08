package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import dev.chainrule.scalar.Expression;
import dev.chainrule.scalar.Primitive;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes a loop body for a whole vector of floats or doubles at a time.
///
/// Operators and species are constants of the generated code: with an operator that is not constant
/// the virtual machine falls back to boxed vectors.
final class VectorCode extends Code {
  private static final String PACKAGE = "jdk.incubator.vector.";
  static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
  static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
  static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
  private static final ClassDesc INTS = ClassDesc.of(PACKAGE + "IntVector");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
  private static final ClassDesc UNARY = ClassDesc.of(PACKAGE + "VectorOperators$Unary");
  private static final ClassDesc BINARY = ClassDesc.of(PACKAGE + "VectorOperators$Binary");
  private static final ClassDesc COMPARISON = ClassDesc.of(PACKAGE + "VectorOperators$Comparison");

  private static final Set<Primitive> ANY_PRECISION =
      EnumSet.of(
          Primitive.ADD,
          Primitive.SUB,
          Primitive.MUL,
          Primitive.DIV,
          Primitive.NEG,
          Primitive.FMA,
          Primitive.SQRT,
          Primitive.ABS,
          Primitive.MAX,
          Primitive.MIN,
          Primitive.LT,
          Primitive.LE,
          Primitive.EQ,
          Primitive.AND,
          Primitive.OR,
          Primitive.NOT,
          Primitive.SELECT);
  private static final Set<Primitive> SINGLE_PRECISION =
      EnumSet.of(
          Primitive.BITS,
          Primitive.FROM_BITS,
          Primitive.BITS_ADD,
          Primitive.BITS_SUB,
          Primitive.BITS_AND,
          Primitive.BITS_OR,
          Primitive.BITS_SHIFT_LEFT,
          Primitive.BITS_SHIFT_RIGHT);

  /// The vector class of an element type.
  static ClassDesc type(Element element) {
    return ClassDesc.of(PACKAGE + (element == Element.F32 ? "FloatVector" : "DoubleVector"));
  }

  private final ClassDesc number;
  private final ClassDesc scalar;
  private final boolean single;
  private final Map<Key, Integer> constants = new HashMap<>();

  VectorCode(CodeBuilder code, Element compute) {
    super(code);
    this.single = compute == Element.F32;
    this.number = type(compute);
    this.scalar = compute.stored().upperBound();
  }

  /// Returns whether all steps can be written as vector instructions.
  static boolean supports(List<Expression> steps, Element compute) {
    return steps.stream()
        .filter(Expression.Apply.class::isInstance)
        .map(step -> ((Expression.Apply) step).function())
        .allMatch(function ->
            ANY_PRECISION.contains(function)
                || (compute == Element.F32 && SINGLE_PRECISION.contains(function)));
  }

  /// Writes all constants into vectors; to be called once, before the loop.
  void prepare(Lowering.Steps lowered) {
    for (var value : lowered.values()) {
      if (value instanceof Expression.Constant constant) {
        prepare(constant.value(), false);
      }
    }
    for (var step : lowered.steps()) {
      if (step instanceof Expression.Apply apply) {
        boolean bits = takesBits(apply.function());
        for (var argument : apply.arguments()) {
          if (argument instanceof Expression.Constant constant) {
            prepare(constant.value(), bits);
          }
        }
      }
    }
  }

  private static boolean takesBits(Primitive function) {
    return function == Primitive.FROM_BITS
        || (function.result() == Primitive.Result.BITS && function != Primitive.BITS);
  }

  private void prepare(double value, boolean bits) {
    constants.computeIfAbsent(
        Key.of(value, bits),
        _ -> {
          if (bits) {
            code.getstatic(INTS, "SPECIES_PREFERRED", SPECIES).loadConstant((int) value);
            code.invokestatic(INTS, "broadcast", MethodTypeDesc.of(INTS, SPECIES, CD_int));
          } else {
            broadcast(() -> pushScalar(value));
          }
          int local = code.allocateLocal(TypeKind.REFERENCE);
          code.astore(local);
          return local;
        });
  }

  /// A constant by its bits, so that 0 and −0 differ, as a number or as an integer.
  private record Key(long value, boolean bits) {
    static Key of(double value, boolean bits) {
      return new Key(Double.doubleToRawLongBits(value), bits);
    }
  }

  private void pushScalar(double value) {
    if (single) {
      code.loadConstant((float) value);
    } else {
      code.loadConstant(value);
    }
  }

  /// Returns the class of a vector of numbers or of truths.
  ClassDesc loaded(boolean truths) {
    return truths ? MASK : number;
  }

  /// Writes a vector all of whose lanes hold the number that `scalar` puts on the stack.
  void broadcast(Runnable pushScalar) {
    species();
    pushScalar.run();
    code.invokestatic(number, "broadcast", MethodTypeDesc.of(number, SPECIES, scalar));
  }

  void species() {
    code.getstatic(number, "SPECIES_PREFERRED", SPECIES);
  }

  @Override
  void write(Expression.Apply step) {
    var function = step.function();
    var arguments = step.arguments();
    switch (function) {
      case ADD, SUB, MUL, DIV, MAX, MIN -> {
        push(arguments, Primitive.Result.NUMBER);
        var name = function.name().toLowerCase(java.util.Locale.ROOT);
        code.invokevirtual(number, name, MethodTypeDesc.of(number, VECTOR));
      }
      case FMA -> {
        push(arguments, Primitive.Result.NUMBER);
        code.invokevirtual(number, "fma", MethodTypeDesc.of(number, VECTOR, VECTOR));
      }
      case NEG, SQRT, ABS -> {
        push(arguments, Primitive.Result.NUMBER);
        code.getstatic(OPERATORS, function.name(), UNARY);
        code.invokevirtual(number, "lanewise", MethodTypeDesc.of(number, UNARY));
      }
      case LT, LE, EQ -> {
        push(arguments.get(0), Primitive.Result.NUMBER);
        code.getstatic(OPERATORS, function.name(), COMPARISON);
        push(arguments.get(1), Primitive.Result.NUMBER);
        code.invokevirtual(number, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
      }
      case AND, OR, NOT -> {
        push(arguments, Primitive.Result.TRUTH);
        var name = function.name().toLowerCase(java.util.Locale.ROOT);
        var more = function.arity() == 2 ? new ClassDesc[] {MASK} : new ClassDesc[0];
        code.invokevirtual(MASK, name, MethodTypeDesc.of(MASK, more));
      }
      case SELECT -> {
        push(arguments.get(2), Primitive.Result.NUMBER);
        push(arguments.get(1), Primitive.Result.NUMBER);
        push(arguments.get(0), Primitive.Result.TRUTH);
        code.invokevirtual(number, "blend", MethodTypeDesc.of(number, VECTOR, MASK));
      }
      case BITS -> {
        push(arguments, Primitive.Result.NUMBER);
        code.invokevirtual(number, "reinterpretAsInts", MethodTypeDesc.of(INTS));
      }
      case FROM_BITS -> {
        push(arguments, Primitive.Result.BITS);
        code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(number));
      }
      case BITS_ADD, BITS_SUB, BITS_AND, BITS_OR -> {
        push(arguments, Primitive.Result.BITS);
        var name = function.name().substring(5).toLowerCase(java.util.Locale.ROOT);
        code.invokevirtual(INTS, name, MethodTypeDesc.of(INTS, VECTOR));
      }
      case BITS_SHIFT_LEFT, BITS_SHIFT_RIGHT -> shift(step);
      default -> throw new IllegalStateException(function + ": no vector instruction");
    }
  }

  private void shift(Expression.Apply step) {
    var distance = (Expression.Constant) step.arguments().get(1);
    boolean left = step.function() == Primitive.BITS_SHIFT_LEFT;
    push(step.arguments().get(0), Primitive.Result.BITS);
    code.getstatic(OPERATORS, left ? "LSHL" : "ASHR", BINARY);
    code.loadConstant((int) distance.value());
    code.invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, CD_int));
  }

  @Override
  void constant(double value, Primitive.Result wanted) {
    var local = constants.get(Key.of(value, wanted == Primitive.Result.BITS));
    code.aload(Optional.ofNullable(local).orElseThrow());
  }

  @Override
  int allocate(Expression step) {
    return code.allocateLocal(TypeKind.REFERENCE);
  }

  @Override
  void store(Expression step, int local) {
    code.astore(local);
  }

  @Override
  void load(Expression step, int local) {
    code.aload(local);
  }
}
