package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntPredicate;

/// The vocabulary of generated vector kernels: operations of the Vector API on vectors of one
/// element type and length. Operands are on the stack; `array` and `index` are slots of local
/// variables.
final class VectorInstructions {
  static final ClassDesc SHUFFLE = ClassDesc.of("jdk.incubator.vector.VectorShuffle");

  private final Element element;
  private final ClassDesc vector;
  private final String species;
  private final int lanes;
  private final CodeBuilder code;

  /// @param element `F32` or `F64`
  VectorInstructions(CodeBuilder code, Element element, int lanes) {
    this.code = code;
    this.element = element;
    this.vector = VectorCode.type(element);
    this.lanes = lanes;
    this.species = "SPECIES_" + lanes * element.bytes() * Byte.SIZE;
  }

  /// Casts the array in a slot, which came as an object of generic type.
  void castArray(int array) {
    code.aload(array).checkcast(element.array()).astore(array);
  }

  void zero() {
    species();
    code.invokestatic(vector, "zero", MethodTypeDesc.of(vector, VectorCode.SPECIES));
  }

  /// `array[index + offset .. index + offset + lanes)`
  void load(int array, int index, int offset) {
    species();
    code.aload(array).iload(index).loadConstant(offset).iadd();
    code.invokestatic(
        vector,
        "fromArray",
        MethodTypeDesc.of(vector, VectorCode.SPECIES, element.array(), CD_int));
  }

  /// A vector that repeats `array[index + offset]`.
  void broadcast(int array, int index, int offset) {
    species();
    code.aload(array).iload(index).loadConstant(offset).iadd().arrayLoad(element.stored());
    MethodTypeDesc type =
        MethodTypeDesc.of(vector, VectorCode.SPECIES, element.stored().upperBound());
    code.invokestatic(vector, "broadcast", type);
  }

  /// Takes a vector and writes it to `array[index + offset .. index + offset + lanes)`.
  void store(int array, int index, int offset) {
    code.aload(array).iload(index).loadConstant(offset).iadd();
    code.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, element.array(), CD_int));
  }

  /// The lanes of `array[index .. index + lanes)` that the mask in a slot has, the others zero.
  void loadSome(int array, int index, int mask) {
    species();
    code.aload(array).iload(index).aload(mask);
    code.invokestatic(
        vector,
        "fromArray",
        MethodTypeDesc.of(vector, VectorCode.SPECIES, element.array(), CD_int, VectorCode.MASK));
  }

  /// Takes a vector and writes the lanes that the mask in a slot has to `array[index .. index +
  /// lanes)`.
  void storeSome(int array, int index, int mask) {
    code.aload(array).iload(index).aload(mask);
    code.invokevirtual(
        vector, "intoArray", MethodTypeDesc.of(CD_void, element.array(), CD_int, VectorCode.MASK));
  }

  /// Takes `x`, `y`, `z` and leaves `x · y + z`, rounded once.
  void fma() {
    code.invokevirtual(
        vector, "fma", MethodTypeDesc.of(vector, VectorCode.VECTOR, VectorCode.VECTOR));
  }

  void add() {
    code.invokevirtual(vector, "add", MethodTypeDesc.of(vector, VectorCode.VECTOR));
  }

  /// A shuffle that takes lane `i` from lane `i + distance`, around the end.
  void rotation(int distance) {
    species();
    code.loadConstant(distance).iconst_1().iconst_1();
    code.invokestatic(
        SHUFFLE,
        "iota",
        MethodTypeDesc.of(SHUFFLE, VectorCode.SPECIES, CD_int, CD_int, CD_boolean));
  }

  /// A mask of the lanes `i` with `first + i < end`, two local variables.
  void maskOfRange(int first, int end) {
    species();
    code.iload(first).iload(end);
    code.invokeinterface(
        VectorCode.SPECIES, "indexInRange", MethodTypeDesc.of(VectorCode.MASK, CD_int, CD_int));
  }

  /// A mask of some lanes.
  void mask(IntPredicate chosen) {
    long bits = 0;
    for (int i = 0; i < lanes; i++) {
      bits |= chosen.test(i) ? 1L << i : 0;
    }
    species();
    code.loadConstant(bits);
    code.invokestatic(
        VectorCode.MASK,
        "fromLong",
        MethodTypeDesc.of(VectorCode.MASK, VectorCode.SPECIES, CD_long));
  }

  /// Takes a vector and a shuffle.
  void rearrange() {
    code.invokevirtual(vector, "rearrange", MethodTypeDesc.of(vector, SHUFFLE));
  }

  /// Takes vectors `x` and `y` and a mask and leaves `y` where the mask is set, else `x`.
  void blend() {
    code.invokevirtual(
        vector, "blend", MethodTypeDesc.of(vector, VectorCode.VECTOR, VectorCode.MASK));
  }

  private void species() {
    code.getstatic(vector, species, VectorCode.SPECIES);
  }
}
