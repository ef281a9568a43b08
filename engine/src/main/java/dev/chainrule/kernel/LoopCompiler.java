package dev.chainrule.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.chainrule.scalar.Primitive;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/// Turns a [Loop] into a class: a scalar method for any layout, and a vector method where every
/// operand is contiguous or constant along the columns, which is used as soon as it is fast.
///
/// The scalar method also computes what is left after the last whole vector. Both methods do the
/// same operations on every element, so which of them computed an element cannot be seen in the
/// result.
final class LoopCompiler {
  private static final String NAME = "GeneratedLoop";
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void, CD_Object.arrayType(), CD_int.arrayType(), CD_int, CD_int, CD_int, CD_int);
  private static final int ARRAYS = 1;
  private static final int LAYOUT = 2;
  private static final int FROM_ROW = 3;
  private static final int TO_ROW = 4;
  private static final int FROM_COLUMN = 5;
  private static final int TO_COLUMN = 6;

  private final Loop loop;
  private final Lowering.Steps lowered;
  private final ClassDesc self;
  private final boolean vectors;

  private LoopCompiler(Loop loop) {
    this.loop = loop;
    this.lowered = Lowering.steps(loop.bodies(), loop.compute());
    this.self = Generated.named(NAME);
    this.vectors = Vectors.present() && vectorizable();
  }

  static Kernel compile(Loop loop) {
    var compiler = new LoopCompiler(loop);
    var kernel = Generated.define(Kernel.class, NAME, compiler::write);
    return compiler.vectors
        ? new WarmedLoop(kernel, loop, compiler.lowered.steps().size())
        : kernel;
  }

  private boolean vectorizable() {
    return loop.compute().floating()
        && loop.outputs().stream().allMatch(output -> output.columns() == Loop.Stride.UNIT)
        && loop.inputs().stream().allMatch(input -> input.columns() != Loop.Stride.ANY)
        && Stream.concat(loop.inputs().stream(), loop.outputs().stream())
            .map(Loop.Operand::element)
            .allMatch(element -> element == loop.compute() || element == Element.BOOL)
        && VectorCode.supports(lowered.steps(), loop.compute());
  }

  private void write(ClassBuilder type) {
    type.withMethodBody(vectors ? "plain" : "run", RUN, ClassFile.ACC_PUBLIC, this::scalar);
    if (vectors) {
      type.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run);
      type.withMethodBody("vector", RUN, ClassFile.ACC_PRIVATE, this::vector);
    }
  }

  /// Whole vectors by the vector method, the rest by the scalar one.
  private void run(CodeBuilder code) {
    int bound = code.allocateLocal(TypeKind.INT);
    new VectorCode(code, loop.compute()).species();
    code.invokeinterface(VectorCode.SPECIES, "length", MethodTypeDesc.of(CD_int)).ineg();
    code.iload(TO_COLUMN).iload(FROM_COLUMN).isub().iand().iload(FROM_COLUMN).iadd();
    code.istore(bound);
    var rest = code.newLabel();
    code.iload(bound).iload(FROM_COLUMN).if_icmple(rest);
    call(code, "vector", FROM_COLUMN, bound);
    code.labelBinding(rest);
    var end = code.newLabel();
    code.iload(bound).iload(TO_COLUMN).if_icmpge(end);
    call(code, "plain", bound, TO_COLUMN);
    code.labelBinding(end).return_();
  }

  private void call(CodeBuilder code, String method, int fromColumn, int toColumn) {
    code.aload(0).aload(ARRAYS).aload(LAYOUT).iload(FROM_ROW).iload(TO_ROW);
    code.iload(fromColumn).iload(toColumn).invokevirtual(self, method, RUN);
  }

  private void scalar(CodeBuilder code) {
    var body = new ScalarCode(code, loop);
    var places = new Places(code);
    places.rows(() -> {
      int[] inputs = new int[loop.inputs().size()];
      places.load(inputs, Loop.Stride.NONE, places::scalarInput);
      places.columns(
          () -> code.iinc(places.column, 1),
          () -> {
            places.load(inputs, Loop.Stride.UNIT, places::scalarInput);
            places.load(inputs, Loop.Stride.ANY, places::scalarInput);
            body.steps(lowered.steps(), inputs);
            for (int i = 0; i < loop.outputs().size(); i++) {
              places.storeScalar(i, body);
            }
          });
    });
  }

  private void vector(CodeBuilder code) {
    var body = new VectorCode(code, loop.compute());
    var places = new Places(code);
    body.prepare(lowered);
    int lanes = code.allocateLocal(TypeKind.INT);
    body.species();
    code.invokeinterface(VectorCode.SPECIES, "length", MethodTypeDesc.of(CD_int)).istore(lanes);
    places.rows(() -> {
      int[] inputs = new int[loop.inputs().size()];
      places.load(inputs, Loop.Stride.NONE, i -> places.broadcast(i, body));
      places.columns(
          () -> code.iload(places.column).iload(lanes).iadd().istore(places.column),
          () -> {
            places.load(inputs, Loop.Stride.UNIT, i -> places.vectorInput(i, body));
            body.steps(lowered.steps(), inputs);
            for (int i = 0; i < loop.outputs().size(); i++) {
              places.storeVector(i, body);
            }
          });
    });
  }

  /// Where the operands of one row and column lie: array, base and stride in local variables.
  private final class Places {
    private final CodeBuilder code;
    private final int[] arrays;
    private final int[] bases;
    private final int[] strides;
    private final int row;
    private final int column;

    Places(CodeBuilder code) {
      this.code = code;
      int operands = loop.operands();
      arrays = new int[operands];
      bases = new int[operands];
      strides = new int[operands];
      for (int i = 0; i < operands; i++) {
        arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(ARRAYS).loadConstant(i).aaload().checkcast(loop.operand(i).element().array());
        code.astore(arrays[i]);
        strides[i] = code.allocateLocal(TypeKind.INT);
        code.aload(LAYOUT).loadConstant(Kernel.LAYOUT * i + 2).iaload().istore(strides[i]);
        bases[i] = code.allocateLocal(TypeKind.INT);
      }
      row = code.allocateLocal(TypeKind.INT);
      column = code.allocateLocal(TypeKind.INT);
    }

    /// Writes the reading of all inputs of a stride.
    void load(int[] locals, Loop.Stride stride, IntUnaryOperator read) {
      for (int i = 0; i < locals.length; i++) {
        if (loop.inputs().get(i).columns() == stride) {
          locals[i] = read.applyAsInt(i);
        }
      }
    }

    void rows(Runnable body) {
      code.iload(FROM_ROW).istore(row);
      var head = code.newLabel();
      var end = code.newLabel();
      code.labelBinding(head).iload(row).iload(TO_ROW).if_icmpge(end);
      for (int i = 0; i < bases.length; i++) {
        code.aload(LAYOUT).loadConstant(Kernel.LAYOUT * i).iaload();
        code.aload(LAYOUT).loadConstant(Kernel.LAYOUT * i + 1).iaload();
        code.iload(row).imul().iadd().istore(bases[i]);
      }
      body.run();
      code.iinc(row, 1).goto_(head).labelBinding(end).return_();
    }

    void columns(Runnable step, Runnable body) {
      code.iload(FROM_COLUMN).istore(column);
      var head = code.newLabel();
      var end = code.newLabel();
      code.labelBinding(head).iload(column).iload(TO_COLUMN).if_icmpge(end);
      body.run();
      step.run();
      code.goto_(head).labelBinding(end);
    }

    /// Pushes the array and the index of an operand.
    void pushPlace(int i) {
      code.aload(arrays[i]).iload(bases[i]);
      switch (loop.operand(i).columns()) {
        case NONE -> {}
        case UNIT -> code.iload(column).iadd();
        case ANY -> code.iload(column).iload(strides[i]).imul().iadd();
      }
    }

    /// Pushes the element of an operand: a truth, or a number of the type that is computed in.
    void loadElement(int i) {
      var element = loop.operand(i).element();
      pushPlace(i);
      code.arrayLoad(element.stored());
      if (element == Element.U8) {
        code.loadConstant(255).iand();
      }
      if (element != Element.BOOL) {
        code.conversion(element.computed(), loop.compute().computed());
      }
    }

    int scalarInput(int i) {
      loadElement(i);
      boolean truth = truth(i);
      var kind = truth ? TypeKind.INT : loop.compute().computed();
      int local = code.allocateLocal(kind);
      code.storeLocal(kind, local);
      return local;
    }

    private boolean truth(int i) {
      return loop.operand(i).element() == Element.BOOL;
    }

    int broadcast(int i, VectorCode body) {
      if (truth(i)) {
        body.species();
        loadElement(i);
        code.invokeinterface(
            VectorCode.SPECIES, "maskAll", MethodTypeDesc.of(VectorCode.MASK, CD_boolean));
      } else {
        body.broadcast(() -> loadElement(i));
      }
      return kept();
    }

    int vectorInput(int i, VectorCode body) {
      var loaded = body.loaded(truth(i));
      body.species();
      pushPlace(i);
      code.invokestatic(
          loaded,
          "fromArray",
          MethodTypeDesc.of(loaded, VectorCode.SPECIES, loop.operand(i).element().array(), CD_int));
      return kept();
    }

    private int kept() {
      int local = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(local);
      return local;
    }

    void storeVector(int output, VectorCode body) {
      int i = loop.inputs().size() + output;
      body.push(lowered.values().get(output), result(i));
      pushPlace(i);
      code.invokevirtual(
          body.loaded(truth(i)),
          "intoArray",
          MethodTypeDesc.of(CD_void, loop.operand(i).element().array(), CD_int));
    }

    void storeScalar(int output, ScalarCode body) {
      int i = loop.inputs().size() + output;
      var element = loop.operand(i).element();
      pushPlace(i);
      body.push(lowered.values().get(output), result(i));
      if (!truth(i)) {
        code.conversion(loop.compute().computed(), element.computed());
      }
      code.arrayStore(element.stored());
    }

    private Primitive.Result result(int i) {
      return truth(i) ? Primitive.Result.TRUTH : Primitive.Result.NUMBER;
    }
  }
}
