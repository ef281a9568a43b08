package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/// Writes panel copies in vector operations. All vectors are as long as those of other kernels, so
/// that the virtual machine, which shares what it learns about vectors, sees one kind alone.
///
/// @param element `F32` or `F64`
/// @param lanes of a vector
record PanelWriter(Element element, int lanes) {
  private static final MethodTypeDesc COPY =
      MethodTypeDesc.of(
          CD_void, CD_Object, CD_int, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int);

  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  // Slots of the parameters.
  private static final int SOURCE = 1;
  private static final int START = 2;
  private static final int STRIDE = 3;
  private static final int LINES = 4;
  private static final int DEPTH = 5;
  private static final int PANEL = 6;
  private static final int PANEL_START = 7;
  private static final int WIDTH = 8;

  // Slots of local variables.
  private static final int LINE = 9;
  private static final int P = 10;
  private static final int FROM = 11;
  private static final int TO = 12;
  private static final int MASK = 13;
  private static final int BLOCK = 14;

  /// Lines of the largest blocks that are transposed in registers; with twice as many the code is
  /// too large for the first compiler, and no faster.
  private static final int BLOCK_LINES = 8;

  /// Returns how many lines a block has that is transposed in registers.
  static int blockLines(int lanes) {
    return Math.min(lanes, BLOCK_LINES);
  }

  /// The copy from a matrix whose lines are contiguous.
  @SuppressWarnings("unchecked") // the copy casts its parameters to arrays of the element
  <T> PanelCopy<T> contiguous() {
    return (PanelCopy<T>) define("Copy" + element + lanes, type -> {}, this::copyRows);
  }

  /// The copy from a matrix whose lines are apart and their elements contiguous: it transposes
  /// blocks in registers, of [#blockLines] lines and as many elements of each as a vector has
  /// lanes. A last block that would reach beyond the end is moved back to end there, so there must
  /// be at least as many lines, and as much depth.
  @SuppressWarnings("unchecked") // the copy casts its parameters to arrays of the element
  <T> PanelCopy<T> transposed() {
    return (PanelCopy<T>) define(transposeName(), this::constants, this::transposeBlocks);
  }

  private Object define(String name, Consumer<ClassBuilder> members, Consumer<CodeBuilder> body) {
    return Generated.define(
        PanelCopy.class,
        name,
        type -> {
          members.accept(type);
          type.withMethodBody("copy", COPY, ClassFile.ACC_PUBLIC, body);
        });
  }

  private void copyRows(CodeBuilder code) {
    var vectors = new VectorInstructions(code, element, lanes);
    vectors.castArray(SOURCE);
    vectors.castArray(PANEL);
    code.iload(LINES).loadConstant(-lanes).iand().istore(LINE);
    vectors.maskOfRange(LINE, LINES);
    code.astore(MASK);
    loop(code, P, DEPTH, 1, () -> copyRow(code, vectors));
    code.return_();
  }

  /// Emits the copy of one element of all lines: whole vectors, then what is left.
  private void copyRow(CodeBuilder code, VectorInstructions vectors) {
    code.iload(START).iload(P).iload(STRIDE).imul().iadd().istore(FROM);
    code.iload(PANEL_START).iload(P).iload(WIDTH).imul().iadd().istore(TO);
    code.iload(LINES).istore(LINE);
    Label start = code.newBoundLabel();
    Label rest = code.newLabel();
    code.iload(LINE).loadConstant(lanes).if_icmplt(rest);
    vectors.load(SOURCE, FROM, 0);
    vectors.store(PANEL, TO, 0);
    code.iinc(FROM, lanes).iinc(TO, lanes).iinc(LINE, -lanes).goto_(start);
    Label end = code.newLabel();
    code.labelBinding(rest).iload(LINE).ifeq(end);
    vectors.loadSome(SOURCE, FROM, MASK);
    vectors.storeSome(PANEL, TO, MASK);
    code.labelBinding(end);
  }

  private void transposeBlocks(CodeBuilder code) {
    var vectors = new VectorInstructions(code, element, lanes);
    vectors.castArray(SOURCE);
    vectors.castArray(PANEL);
    loop(
        code,
        LINE,
        LINES,
        blockLines(lanes),
        () -> loop(code, P, DEPTH, lanes, () -> transpose(code, vectors)));
    code.return_();
  }

  /// Emits the transposition of one block: in each stage, the lanes and vectors whose numbers
  /// differ in one bit change places. Where a vector is longer than the block has lines, its parts
  /// are as many such blocks.
  private void transpose(CodeBuilder code, VectorInstructions vectors) {
    int lines = blockLines(lanes);
    code.iload(START);
    clamped(code, LINE, LINES, lines).iload(STRIDE).imul().iadd();
    clamped(code, P, DEPTH, lanes).iadd().istore(FROM);
    code.iload(PANEL_START);
    clamped(code, P, DEPTH, lanes).iload(WIDTH).imul().iadd();
    clamped(code, LINE, LINES, lines).iadd().istore(TO);
    for (int i = 0; i < lines; i++) {
      vectors.load(SOURCE, FROM, 0);
      code.astore(BLOCK + i).iload(FROM).iload(STRIDE).iadd().istore(FROM);
    }
    for (int bit = 1; bit < lines; bit *= 2) {
      for (int i = 0; i < lines; i++) {
        if ((i & bit) == 0) {
          exchange(code, vectors, BLOCK + i, BLOCK + i + bit, bit);
        }
      }
    }
    for (int part = 0; part < lanes; part += lines) {
      for (int i = 0; i < lines; i++) {
        code.aload(BLOCK + i);
        storePart(code, vectors, part);
        code.iload(TO).iload(WIDTH).iadd().istore(TO);
      }
      code.iinc(TO, -lines);
    }
  }

  /// Emits the store of the lanes of one part; `TO` is where lane 0 would come.
  private void storePart(CodeBuilder code, VectorInstructions vectors, int part) {
    if (blockLines(lanes) == lanes) {
      vectors.store(PANEL, TO, 0);
    } else {
      code.getstatic(transpose(), "part" + part, VectorCode.MASK).astore(MASK);
      vectors.storeSome(PANEL, TO, MASK);
    }
  }

  /// Emits the exchange of `low`'s lanes with the bit and `high`'s lanes without it.
  private void exchange(CodeBuilder code, VectorInstructions vectors, int low, int high, int bit) {
    code.aload(low);
    code.aload(high).getstatic(transpose(), "up" + bit, VectorInstructions.SHUFFLE);
    vectors.rearrange();
    code.getstatic(transpose(), "with" + bit, VectorCode.MASK);
    vectors.blend();
    code.aload(low).getstatic(transpose(), "down" + bit, VectorInstructions.SHUFFLE);
    vectors.rearrange();
    code.aload(high).getstatic(transpose(), "with" + bit, VectorCode.MASK);
    vectors.blend();
    code.astore(high).astore(low);
  }

  /// Declares the shuffles and masks of every stage as constants.
  private void constants(ClassBuilder type) {
    int flags = ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
    for (int bit = 1; bit < blockLines(lanes); bit *= 2) {
      type.withField("up" + bit, VectorInstructions.SHUFFLE, flags);
      type.withField("down" + bit, VectorInstructions.SHUFFLE, flags);
      type.withField("with" + bit, VectorCode.MASK, flags);
    }
    for (int part = 0; part < lanes; part += blockLines(lanes)) {
      type.withField("part" + part, VectorCode.MASK, flags);
    }
    type.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, this::initialize);
  }

  private void initialize(CodeBuilder code) {
    var vectors = new VectorInstructions(code, element, lanes);
    int lines = blockLines(lanes);
    for (int bit = 1; bit < lines; bit *= 2) {
      vectors.rotation(lanes - bit);
      code.putstatic(transpose(), "up" + bit, VectorInstructions.SHUFFLE);
      vectors.rotation(bit);
      code.putstatic(transpose(), "down" + bit, VectorInstructions.SHUFFLE);
      int set = bit;
      vectors.mask(lane -> (lane & set) != 0);
      code.putstatic(transpose(), "with" + bit, VectorCode.MASK);
    }
    for (int part = 0; part < lanes; part += lines) {
      int first = part;
      vectors.mask(lane -> lane >= first && lane < first + lines);
      code.putstatic(transpose(), "part" + part, VectorCode.MASK);
    }
    code.return_();
  }

  private ClassDesc transpose() {
    return Generated.named(transposeName());
  }

  private String transposeName() {
    return "Transpose" + element + lanes;
  }

  /// Emits `for (int counter = 0; counter < end; counter += step) body`.
  private static void loop(CodeBuilder code, int counter, int end, int step, Runnable body) {
    code.iconst_0().istore(counter);
    Label start = code.newBoundLabel();
    Label after = code.newLabel();
    code.iload(counter).iload(end).if_icmpge(after);
    body.run();
    code.iinc(counter, step).goto_(start).labelBinding(after);
  }

  /// Emits `min(counter, end - step)`.
  private static CodeBuilder clamped(CodeBuilder code, int counter, int end, int step) {
    code.iload(counter).iload(end).loadConstant(step).isub();
    return code.invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
  }
}
