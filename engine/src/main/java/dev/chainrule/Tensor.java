package dev.chainrule;

import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.autodiff.Node;
import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Activations;
import dev.chainrule.op.ArgExtremum;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Cast;
import dev.chainrule.op.Comparisons;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Expand;
import dev.chainrule.op.Exponentials;
import dev.chainrule.op.Extremum;
import dev.chainrule.op.Flip;
import dev.chainrule.op.Gather;
import dev.chainrule.op.IndexSelect;
import dev.chainrule.op.LogSoftmax;
import dev.chainrule.op.LogSumExp;
import dev.chainrule.op.MaskedFill;
import dev.chainrule.op.MatMul;
import dev.chainrule.op.Mean;
import dev.chainrule.op.OneHot;
import dev.chainrule.op.Permute;
import dev.chainrule.op.Reshape;
import dev.chainrule.op.Sequences;
import dev.chainrule.op.Slice;
import dev.chainrule.op.Softmax;
import dev.chainrule.op.Stacking;
import dev.chainrule.op.Sum;
import dev.chainrule.op.Trigonometry;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An array of numbers with any number of axes: immutable, and safe to share between threads.
///
/// Operations return new tensors; views such as [#permute] share memory with their source, which is
/// invisible because nothing ever changes. What changes over time is a [Variable]. A tensor that
/// was computed from a variable, or from a [tracked][#tracked] tensor, is *recorded*: it remembers
/// how, and [#backward] gives the gradients.
///
/// Tensors live on the Java heap and need no closing.
public final class Tensor {
  private final @Nullable Storage storage;
  private final @Nullable Symbol symbol;
  private final TensorType type;
  private final @Nullable Node node;

  private Tensor(
      @Nullable Storage storage, @Nullable Symbol symbol, TensorType type, @Nullable Node node) {
    this.storage = storage;
    this.symbol = symbol;
    this.type = type;
    this.node = node;
  }

  // Creation

  /// Returns a tensor over a storage; for the engine only.
  @SuppressWarnings("exports") // the kernel package is not for users
  public static Tensor of(Storage storage, TensorType type) {
    return new Tensor(storage, null, type, null);
  }

  /// Returns a tensor whose elements only a program will know; for the engine only.
  public static Tensor of(Symbol symbol, TensorType type) {
    return new Tensor(null, symbol, type, null);
  }

  /// Returns an `F32` tensor of the given shape, with the values in row-major order.
  ///
  /// @throws ShapeException if there are not exactly as many values as the shape has elements
  public static Tensor of(float[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.F32, shape);
  }

  /// Returns an `F64` tensor; see [#of(float[], Shape)].
  public static Tensor of(double[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.F64, shape);
  }

  /// Returns an `I32` tensor; see [#of(float[], Shape)].
  public static Tensor of(int[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.I32, shape);
  }

  /// Returns an `I64` tensor; see [#of(float[], Shape)].
  public static Tensor of(long[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.I64, shape);
  }

  /// Returns a `U8` tensor, whose elements are the bytes read as 0 to 255; see [#of(float[],
  /// Shape)].
  public static Tensor of(byte[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.U8, shape);
  }

  /// Returns a `BOOL` tensor; see [#of(float[], Shape)].
  public static Tensor of(boolean[] values, Shape shape) {
    return Elements.tensor(values.clone(), values.length, DType.BOOL, shape);
  }

  /// Returns a tensor of the remaining numbers of a buffer, which is left as it is.
  public static Tensor of(FloatBuffer values, Shape shape) {
    return Elements.tensor(values, shape);
  }

  /// Returns a tensor of the elements that lie in a memory segment, in native byte order,
  /// row-major.
  ///
  /// @throws ShapeException if the segment does not have exactly the size of the elements
  public static Tensor of(MemorySegment values, Shape shape, DType dtype) {
    return Elements.tensor(values, shape, dtype);
  }

  /// Returns an `F32` tensor of rank 1.
  public static Tensor of(float... values) {
    return of(values, Shape.of(values.length));
  }

  /// Returns an `F32` tensor of rank 2, one row for each array.
  ///
  /// @throws ShapeException if the rows differ in length
  public static Tensor of(float[][] rows) {
    return Elements.matrix(rows);
  }

  /// Returns a single `F32` number.
  public static Tensor scalar(float value) {
    return of(new float[] {value}, Shape.of());
  }

  /// Returns a single number of the given type.
  public static Tensor scalar(double value, DType dtype) {
    return full(Shape.of(), value, dtype);
  }

  /// Returns a tensor of zeros (`false` for `BOOL`).
  public static Tensor zeros(Shape shape, DType dtype) {
    return of(Storage.allocate(dtype.element(), shape.sizes()), new TensorType(shape, dtype));
  }

  /// Returns a tensor of ones.
  public static Tensor ones(Shape shape, DType dtype) {
    return full(shape, 1, dtype);
  }

  /// Returns a tensor whose elements are all the same number; it occupies one element.
  public static Tensor full(Shape shape, double value, DType dtype) {
    return Elements.full(shape, value, dtype);
  }

  // What it is

  /// Returns the sizes of the axes.
  public Shape shape() {
    return type.shape();
  }

  /// Returns the type of the elements.
  public DType dtype() {
    return type.dtype();
  }

  /// Returns shape and element type together.
  public TensorType type() {
    return type;
  }

  /// Returns where the elements lie; for the engine only.
  @SuppressWarnings("exports") // the kernel package is not for users
  public Storage storage() {
    if (storage == null) {
      throw Objects.requireNonNull(symbol).unreadable(type);
    }
    return storage;
  }

  /// Returns what stands for the elements while a program is being traced; for the engine only.
  public Optional<Symbol> symbol() {
    return Optional.ofNullable(symbol);
  }

  // Reading

  /// Returns the only element as a number; a truth is 1 or 0.
  ///
  /// @throws ShapeException if there is not exactly one element
  public double item() {
    return Elements.item(this);
  }

  /// Returns the element at an index, one number for each axis, counted from 0.
  ///
  /// @throws ShapeException if the index lies outside the shape
  public double get(int... index) {
    return Elements.number(storage(), Elements.place(this, index));
  }

  /// Returns a copy of all elements in row-major order, rounded to `float`.
  public float[] toFloatArray() {
    return (float[]) Elements.copy(this, DType.F32);
  }

  /// Returns a copy of all elements in row-major order.
  public double[] toDoubleArray() {
    return (double[]) Elements.copy(this, DType.F64);
  }

  /// Returns a copy of all elements in row-major order; fractions are cut off.
  public int[] toIntArray() {
    return (int[]) Elements.copy(this, DType.I32);
  }

  /// Returns a copy of all elements in row-major order; fractions are cut off.
  public long[] toLongArray() {
    return (long[]) Elements.copy(this, DType.I64);
  }

  /// Returns a copy of all elements in row-major order; a number is true if it is not 0.
  public boolean[] toBooleanArray() {
    return (boolean[]) Elements.copy(this, DType.BOOL);
  }

  /// Copies all elements in row-major order and native byte order into a memory segment.
  ///
  /// @throws ShapeException if the segment does not have exactly the size of the elements
  public void copyTo(MemorySegment target) {
    Elements.copy(this, target);
  }

  /// Returns shape, type and elements for a reader; long axes are cut in the middle.
  @Override
  public String toString() {
    return TensorText.of(this);
  }

  // Differentiation

  /// Returns a tensor with the same elements by which results can be differentiated.
  public Tensor tracked() {
    return Derivatives.tracked(this);
  }

  /// Returns a tensor with the same elements that is a constant to every derivative.
  public Tensor detach() {
    return node == null ? this : new Tensor(storage, symbol, type, null);
  }

  /// Returns this tensor under a name, which messages and explanations use.
  public Tensor named(String name) {
    if (node != null) {
      node.name(name);
    }
    return this;
  }

  /// Returns the gradients of this single number by everything that it was computed from.
  ///
  /// The values that were kept for the derivatives are released on the way, so it works once; the
  /// tape stays as it is with [BackwardOptions#differentiable].
  ///
  /// @throws ShapeException if this is not a single number
  /// @throws IllegalStateException if it was not recorded or its tape was released
  public Gradients backward() {
    return backward(BackwardOptions.plain());
  }

  /// Returns the gradients of this single number, with options; see [#backward()].
  public Gradients backward(BackwardOptions options) {
    return Derivatives.backward(this, options);
  }

  /// Adds a function that sees, and may replace, the gradient that arrives here in a backward pass.
  ///
  /// @throws IllegalStateException if this tensor is not recorded
  public Tensor onGradient(UnaryOperator<Tensor> hook) {
    Derivatives.hook(this, hook);
    return this;
  }

  /// Returns whether derivatives can flow back from this tensor.
  public boolean isRecorded() {
    return node != null;
  }

  /// Returns the step of the tape that made this tensor, if it was recorded.
  public @Nullable Node node() {
    return node;
  }

  /// Returns this tensor as the result of a recorded step; for the engine only.
  public Tensor recorded(Node step) {
    return new Tensor(storage, symbol, type, step);
  }

  // Element types

  /// Returns the elements in another type: fractions are cut off, numbers outside a whole type's
  /// range become its nearest, a number is true if it is not 0.
  public Tensor to(DType dtype) {
    return dtype == dtype() ? this : new Cast(dtype).on(this);
  }

  // Arithmetic

  /// Returns `this + other`; shapes broadcast.
  public Tensor add(Tensor other) {
    return Arithmetic.ADD.on(this, other);
  }

  public Tensor add(double other) {
    return add(constant(other));
  }

  /// Returns `this − other`; shapes broadcast.
  public Tensor sub(Tensor other) {
    return Arithmetic.SUB.on(this, other);
  }

  public Tensor sub(double other) {
    return sub(constant(other));
  }

  /// Returns `this · other` element by element; shapes broadcast.
  public Tensor mul(Tensor other) {
    return Arithmetic.MUL.on(this, other);
  }

  public Tensor mul(double other) {
    return mul(constant(other));
  }

  /// Returns `this / other`; shapes broadcast, whole numbers give `F32`.
  public Tensor div(Tensor other) {
    return Arithmetic.DIV.on(this, other);
  }

  public Tensor div(double other) {
    return div(constant(other));
  }

  /// Returns `−this`.
  public Tensor neg() {
    return Arithmetic.NEG.on(this);
  }

  /// Returns a Java number as a tensor of this one's type, or of `F32` if it has a fraction and
  /// this one is whole.
  private Tensor constant(double value) {
    boolean fraction = value != Math.rint(value);
    return scalar(value, !dtype().floating() && fraction ? DType.F32 : dtype());
  }

  // Functions

  /// Returns `e` to the power of every element.
  public Tensor exp() {
    return Exponentials.EXP.on(this);
  }

  /// Returns the natural logarithm of every element.
  public Tensor log() {
    return Exponentials.LOG.on(this);
  }

  /// Returns the hyperbolic tangent of every element.
  public Tensor tanh() {
    return Trigonometry.TANH.on(this);
  }

  /// Returns every element if it is positive, else 0.
  public Tensor relu() {
    return Activations.RELU.on(this);
  }

  /// Returns `1 / (1 + exp(−x))` of every element.
  public Tensor sigmoid() {
    return Activations.SIGMOID.on(this);
  }

  public Tensor sqrt() {
    return Arithmetic.SQRT.on(this);
  }

  public Tensor abs() {
    return Arithmetic.ABS.on(this);
  }

  /// Returns every element to the power of a constant.
  public Tensor pow(double exponent) {
    return Arithmetic.pow(exponent).on(this);
  }

  // Comparison and choice

  public Tensor lt(double other) {
    return Comparisons.LT.on(this, constant(other));
  }

  public Tensor le(double other) {
    return Comparisons.LE.on(this, constant(other));
  }

  public Tensor gt(double other) {
    return Comparisons.GT.on(this, constant(other));
  }

  public Tensor ge(double other) {
    return Comparisons.GE.on(this, constant(other));
  }

  public Tensor eq(double other) {
    return Comparisons.EQ.on(this, constant(other));
  }

  public Tensor ne(double other) {
    return Comparisons.NE.on(this, constant(other));
  }

  /// Returns the larger of two elements each; NaN wins.
  public Tensor maximum(Tensor other) {
    return Comparisons.MAXIMUM.on(this, other);
  }

  /// Returns the smaller of two elements each; NaN wins.
  public Tensor minimum(Tensor other) {
    return Comparisons.MINIMUM.on(this, other);
  }

  /// Returns every element within constant bounds.
  public Tensor clamp(double lowest, double highest) {
    return Comparisons.clamp(lowest, highest).on(this);
  }

  /// Returns elements of `then` where this truth holds, of `otherwise` where it does not.
  public Tensor where(Tensor then, Tensor otherwise) {
    return Comparisons.WHERE.on(this, then, otherwise);
  }

  // Reductions

  /// Returns the sum over the given axes, or over all.
  public Tensor sum(int... axes) {
    return Sum.of(this, axes);
  }

  /// Returns the arithmetic mean over the given axes, or over all.
  public Tensor mean(int... axes) {
    return Mean.of(this, axes);
  }

  /// Returns the largest elements over the given axes, or over all; NaN wins.
  public Tensor max(int... axes) {
    return Extremum.max(this, axes);
  }

  /// Returns the smallest elements over the given axes, or over all; NaN wins.
  public Tensor min(int... axes) {
    return Extremum.min(this, axes);
  }

  /// Returns the index of the largest element along an axis, the first one at a tie; NaN wins.
  public Tensor argMax(int axis) {
    return ArgExtremum.max(this, axis);
  }

  /// Returns the logarithm of the sum of exponentials over the given axes, or over all.
  public Tensor logSumExp(int... axes) {
    return LogSumExp.of(this, axes);
  }

  /// Returns positive numbers along an axis that sum to 1, in the proportions of the exponentials.
  public Tensor softmax(int axis) {
    return Softmax.of(this, axis);
  }

  /// Returns the logarithm of the softmax along an axis.
  public Tensor logSoftmax(int axis) {
    return LogSoftmax.of(this, axis);
  }

  // Products

  /// Returns the matrix product over the two innermost axes; outer axes broadcast. A vector on the
  /// left is a row, on the right a column, and its axis is gone from the result.
  public Tensor matmul(Tensor other) {
    return MatMul.of(this, other);
  }

  // Shapes

  /// Returns the same elements under another shape; one size may be −1.
  public Tensor reshape(int... sizes) {
    return Reshape.of(this, sizes);
  }

  /// Returns the axes in another order: axis `i` of the result is axis `order[i]`.
  public Tensor permute(int... order) {
    return Permute.of(this, order);
  }

  /// Returns the two innermost axes exchanged.
  public Tensor transpose() {
    return Permute.swap(this, -2, -1);
  }

  /// Returns the axes `from` to `to`, both included, joined into one; negative numbers count from
  /// the end.
  public Tensor flatten(int from, int to) {
    return Reshape.flatten(this, from, to);
  }

  /// Returns this tensor without the given axes of size 1, or without all such axes.
  public Tensor squeeze(int... axes) {
    return Reshape.squeeze(this, axes);
  }

  /// Returns this tensor with a new axis of size 1 before `axis`; −1 makes an innermost axis.
  public Tensor unsqueeze(int axis) {
    return Reshape.unsqueeze(this, axis);
  }

  /// Returns axes of size 1 and new outer axes repeated up to a shape.
  public Tensor expand(int... sizes) {
    return Expand.of(this, Shape.of(sizes));
  }

  // Elements and parts

  /// Returns the indices `from` (included) to `to` (excluded) of an axis; negative numbers count
  /// from the end.
  public Tensor slice(int axis, int from, int to) {
    return Slice.of(this, axis, from, to);
  }

  /// Returns every `step`-th index of an axis from `from` (included) to `to` (excluded); negative
  /// numbers count from the end, a negative step goes backwards.
  public Tensor slice(int axis, int from, int to, int step) {
    return Slice.of(this, axis, from, to, step);
  }

  /// Returns one index of an axis, without that axis.
  public Tensor select(int axis, int index) {
    return Slice.select(this, axis, index);
  }

  /// Returns the elements in reverse order along the given axes, or along all.
  public Tensor flip(int... axes) {
    return Flip.of(this, axes);
  }

  /// Returns tensors one after the other along an axis.
  public static Tensor concatenate(int axis, Tensor... parts) {
    return Concatenate.of(axis, List.of(parts));
  }

  /// Returns tensors of one shape side by side along a new axis.
  public static Tensor stack(int axis, Tensor... parts) {
    return Stacking.of(axis, List.of(parts));
  }

  /// Returns the numbers `0 .. size − 1` as `I64`; [Sequences] has other sequences.
  public static Tensor range(int size) {
    return Sequences.range(size);
  }

  /// Returns for every index the element at that place of an axis: `y[i, j] = x[i, index[i, j]]`
  /// for axis 1.
  public Tensor gather(int axis, Tensor index) {
    return Gather.of(this, axis, index);
  }

  /// Returns the slices of an axis that indices name; their axes take the place of that axis.
  public Tensor indexSelect(int axis, Tensor index) {
    return IndexSelect.of(this, axis, index);
  }

  /// Returns this tensor with a number in place of the elements where a mask holds.
  public Tensor maskedFill(Tensor mask, double value) {
    return MaskedFill.of(this, mask, value);
  }

  /// Returns for every whole number a row of `F32` with a 1 at its place and 0 elsewhere.
  public Tensor oneHot(int classes) {
    return OneHot.of(this, classes);
  }

  /// Returns this tensor's name, if it was recorded and given one.
  public Optional<String> name() {
    return node == null ? Optional.empty() : node.name();
  }
}
