package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/// Writes window tiles in vector operations: like [TileWriter], but `A` is not packed, and its
/// columns are given in runs.
///
/// ```
/// for each run: for each step p of it:
///   b0 = B[p, 0 .. lanes), b1 = B[p, lanes .. 2 lanes)
///   c00 = fma(A[row 0, p], b0, c00), c01 = fma(A[row 0, p], b1, c01), c10 = ...
/// ```
///
/// @param element `F32` or `F64`
/// @param vectors columns of the tile in vectors
record WindowTileWriter(Element element, int lanes, int rows, int vectors, WindowTile.Kind kind) {
  private static final MethodTypeDesc MULTIPLY =
      MethodTypeDesc.of(
          CD_void,
          CD_int.arrayType(),
          CD_int,
          CD_Object,
          CD_int,
          CD_int,
          CD_Object,
          CD_int,
          CD_Object,
          CD_int,
          CD_int,
          CD_boolean);

  // Slots of the parameters.
  private static final int RUNS = 1;
  private static final int COUNT = 2;
  private static final int A = 3;
  private static final int A_START = 4;
  private static final int A_STRIDE = 5;
  private static final int B = 6;
  private static final int B_START = 7;
  private static final int C = 8;
  private static final int C_START = 9;
  private static final int C_ROW = 10;
  private static final int ADD = 11;

  // Slots of local variables; the accumulators follow the row of B, and the rows of A them.
  private static final int RUN = 12;
  private static final int LENGTH = 13;
  private static final int P = 14;
  private static final int START = 15;
  private static final int INDEX = 16;
  private static final int LEFT = 17;
  private static final int RIGHT = 18;

  @SuppressWarnings("unchecked") // the kernel casts its parameters to arrays of the element
  <T> WindowTile<T> define() {
    String name = "Window" + kind + element + rows + "x" + vectors * lanes;
    return (WindowTile<T>)
        Generated.define(
            WindowTile.class,
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
    loop(code, RUN, COUNT, () -> run(code, vectors));
    new TileTarget(element, lanes, rows, this.vectors, C, C_START, C_ROW, ADD, INDEX)
        .store(code, accumulator(0, 0));
    code.return_();
  }

  private void run(CodeBuilder code, VectorInstructions vectors) {
    code.iload(A_START);
    code.aload(RUNS).iload(RUN).iconst_1().ishl().iaload().iadd().istore(START);
    if (kind == WindowTile.Kind.CHANNELS) {
      multiplyChannels(code, vectors);
      code.iinc(B_START, lanes);
      return;
    }
    code.aload(RUNS).iload(RUN).iconst_1().ishl().iconst_1().iadd().iaload().istore(LENGTH);
    for (int r = 1; rowsApart() && r < rows; r++) {
      code.iload(r == 1 ? START : row(r - 1)).iload(A_STRIDE).iadd().istore(row(r));
    }
    loop(code, P, LENGTH, () -> step(code, vectors));
    code.iload(B_START).iload(LENGTH).loadConstant(this.vectors * lanes).imul().iadd();
    code.istore(B_START);
  }

  private boolean rowsApart() {
    return kind == WindowTile.Kind.ROWS;
  }

  /// Emits one step in which each column has elements of `A` of its own.
  private void multiplyChannels(CodeBuilder code, VectorInstructions vectors) {
    vectors.load(B, B_START, 0);
    code.astore(RIGHT).iload(START).istore(INDEX);
    for (int r = 0; r < rows; r++) {
      vectors.load(A, INDEX, 0);
      code.aload(RIGHT).aload(accumulator(r, 0));
      vectors.fma();
      code.astore(accumulator(r, 0)).iload(INDEX).iload(A_STRIDE).iadd().istore(INDEX);
    }
  }

  /// Emits one step of a run.
  private void step(CodeBuilder code, VectorInstructions vectors) {
    code.iload(B_START).iload(P).loadConstant(this.vectors * lanes).imul().iadd().istore(INDEX);
    for (int v = 0; v < this.vectors; v++) {
      vectors.load(B, INDEX, v * lanes);
      code.astore(RIGHT + v);
    }
    if (!rowsApart()) {
      code.iload(START).iload(P).iload(A_STRIDE).imul().iadd().istore(INDEX);
    }
    for (int r = 0; r < rows; r++) {
      if (rowsApart()) {
        code.iload(r == 0 ? START : row(r)).iload(P).iadd().istore(INDEX);
      }
      vectors.broadcast(A, INDEX, rowsApart() ? 0 : r);
      code.astore(LEFT);
      for (int v = 0; v < this.vectors; v++) {
        code.aload(LEFT).aload(RIGHT + v).aload(accumulator(r, v));
        vectors.fma();
        code.astore(accumulator(r, v));
      }
    }
  }

  private int accumulator(int row, int vector) {
    return RIGHT + vectors + row * vectors + vector;
  }

  private int row(int row) {
    return accumulator(rows, 0) + row;
  }

  /// Emits `for (int counter = 0; counter < end; counter++) body`.
  private static void loop(CodeBuilder code, int counter, int end, Runnable body) {
    code.iconst_0().istore(counter);
    Label start = code.newBoundLabel();
    Label after = code.newLabel();
    code.iload(counter).iload(end).if_icmpge(after);
    body.run();
    code.iinc(counter, 1).goto_(start).labelBinding(after);
  }
}
