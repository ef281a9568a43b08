package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/// Writes tile kernels in vector operations: straight-line code for one tile size, in which every
/// accumulator becomes a register. Per step along k it loads a row of `B` and multiplies it by each
/// element of a column of `A`:
///
/// ```
/// b0 = B[p, 0 .. lanes), b1 = B[p, lanes .. 2 lanes)
/// c00 = fma(A[0, p], b0, c00), c01 = fma(A[0, p], b1, c01), c10 = fma(A[1, p], b0, c10), ...
/// ```
///
/// @param element `F32` or `F64`
/// @param vectors columns of the tile in vectors
/// @param packed whether rows of `B` follow each other without gaps, which saves range checks
/// @param block 0 if columns of `A` are contiguous; else `A` is cut into blocks of this many
///   columns, a power of 2, which hold their rows one after the other, and blocks, not columns, are
///   a step apart
record TileWriter(Element element, int lanes, int rows, int vectors, boolean packed, int block) {
  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(
          CD_void,
          CD_int,
          CD_Object,
          CD_int,
          CD_int,
          CD_Object,
          CD_int,
          CD_int,
          CD_Object,
          CD_int,
          CD_int,
          CD_boolean);

  // Slots of the parameters.
  private static final int DEPTH = 1;
  private static final int A = 2;
  private static final int A_START = 3;
  private static final int A_STEP = 4;
  private static final int B = 5;
  private static final int B_START = 6;
  private static final int B_STEP = 7;
  private static final int C = 8;
  private static final int C_START = 9;
  private static final int C_ROW = 10;
  private static final int ADD = 11;

  // Slots of local variables; the accumulators follow the row of B.
  private static final int P = 12;
  private static final int INDEX = 13;
  private static final int LEFT = 14;
  private static final int RIGHT = 15;

  @SuppressWarnings("unchecked") // the kernel casts its parameters to arrays of the element
  <T> TileKernel<T> define() {
    String name =
        "Tile"
            + element
            + rows
            + "x"
            + vectors * lanes
            + (packed ? "Packed" : "")
            + (block > 0 ? "Blocked" + block : "");
    return (TileKernel<T>)
        Generated.define(
            TileKernel.class,
            name,
            type ->
                type.withMethodBody("multiply", MULTIPLY, ClassFile.ACC_PUBLIC, this::multiply));
  }

  private void multiply(CodeBuilder code) {
    var vectors = new VectorInstructions(code, element, lanes);
    vectors.castArray(A);
    vectors.castArray(B);
    vectors.castArray(C);
    for (int i = 0; i < rows * this.vectors; i++) {
      vectors.zero();
      code.astore(accumulator(0, i));
    }
    code.iconst_0().istore(P);
    Label loop = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(P).iload(DEPTH).if_icmpge(end);
    step(code, vectors);
    code.iinc(P, 1).goto_(loop).labelBinding(end);
    new TileTarget(element, lanes, rows, this.vectors, C, C_START, C_ROW, ADD, INDEX)
        .store(code, accumulator(0, 0));
    code.return_();
  }

  /// Emits one step along k.
  private void step(CodeBuilder code, VectorInstructions vectors) {
    code.iload(B_START).iload(P);
    if (packed) {
      code.loadConstant(this.vectors * lanes);
    } else {
      code.iload(B_STEP);
    }
    code.imul().iadd().istore(INDEX);
    for (int v = 0; v < this.vectors; v++) {
      vectors.load(B, INDEX, v * lanes);
      code.astore(RIGHT + v);
    }
    findColumn(code);
    for (int r = 0; r < rows; r++) {
      vectors.broadcast(A, INDEX, block > 0 ? r * block : r);
      code.astore(LEFT);
      for (int v = 0; v < this.vectors; v++) {
        code.aload(LEFT).aload(RIGHT + v).aload(accumulator(r, v));
        vectors.fma();
        code.astore(accumulator(r, v));
      }
    }
  }

  private void findColumn(CodeBuilder code) {
    code.iload(A_START).iload(P);
    if (block > 0) {
      code.loadConstant(Integer.numberOfTrailingZeros(block)).iushr();
    }
    code.iload(A_STEP).imul().iadd();
    if (block > 0) {
      code.iload(P).loadConstant(block - 1).iand().iadd();
    }
    code.istore(INDEX);
  }

  private int accumulator(int row, int vector) {
    return RIGHT + vectors + row * vectors + vector;
  }
}
