package dev.chainrule.op;

import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.ConvolutionPlan;
import dev.chainrule.kernel.ConvolutionSizes;
import dev.chainrule.kernel.Tail;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// One of the three operations of a convolution, which are each other's derivatives.
///
/// Images x, weights w and results y meet in the sum `Σ x[n, q · step + t · dilation − before, c] ·
/// w[t, c, o] · y[n, q, o]`, which is linear in each of the three. An operation takes two of them
/// and returns the derivative of the sum by the third; so its derivative by one input is the sum's
/// derivative by that input, with the upstream gradient in the place of its result.
public sealed interface Convolving extends Op
    permits Convolution, ConvolutionTranspose, ConvolutionWeights {

  /// Returns the windows of each axis.
  List<Window> windows();

  /// Returns into how many groups the channels are cut.
  int groups();

  /// Returns the shapes of x, w and y.
  ///
  /// @throws ShapeException if the inputs do not fit
  Shapes shapes(List<TensorType> inputs);

  /// Returns which of the shapes is the result's.
  Shape result(Shapes shapes);

  /// Returns the derivative by an input.
  ///
  /// @param other the other input
  Tensor derivative(int input, Tensor upstream, Tensor other, TensorType type);

  /// Returns how the result is computed.
  @SuppressWarnings("exports") // the kernel package is not for users
  ConvolutionPlan plan(ConvolutionSizes sizes);

  /// The shapes of images, weights and results.
  ///
  /// @param x `[batch, axes…, in]`
  /// @param w `[kernel…, in/groups, out]`
  /// @param y `[batch, windows…, out]`
  record Shapes(Shape x, Shape w, Shape y) {}

  @Override
  default TensorType type(List<TensorType> inputs) {
    var a = inputs.get(0).dtype();
    var b = inputs.get(1).dtype();
    var dtype = a.promote(b);
    if (!dtype.floating()) {
      throw new DTypeException(
          "%s: takes f32 or f64, got %s and %s; convert with to(DType.F32)"
              .formatted(name(), a, b));
    }
    return new TensorType(result(shapes(inputs)), dtype);
  }

  @Override
  default long operations(List<TensorType> inputs, TensorType result) {
    var shapes = shapes(inputs);
    return 2L * shapes.y().elements() * shapes.w().part(0, shapes.w().rank() - 1).elements();
  }

  /// Returns the shapes of images, weights and their results.
  ///
  /// @throws ShapeException if they do not fit
  default Shapes shapes(Shape x, Shape w) {
    requireRank(x);
    requireRank(w);
    int in = x.size(-1);
    int out = w.size(-1);
    if (in % groups() != 0 || out % groups() != 0) {
      throw new ShapeException(
          "%s: %d groups do not divide the channels; images %s have %d, weights %s give %d"
              .formatted(name(), groups(), x, in, w, out));
    }
    if (in != w.size(-2) * groups()) {
      throw new ShapeException(
          "%s: channels differ: images %s have %d, weights %s take %d in each of %d groups"
              .formatted(name(), x, in, w, w.size(-2), groups()));
    }
    requireSizes(w);
    int[] y = x.sizes();
    for (int axis = 1; axis < y.length - 1; axis++) {
      y[axis] = windows(x, axis);
    }
    return new Shapes(x, w, Shape.of(y).with(-1, out));
  }

  private void requireSizes(Shape w) {
    for (int axis = 0; axis < windows().size(); axis++) {
      int size = windows().get(axis).size();
      if (w.size(axis) != size) {
        throw new ShapeException(
            "%s: weights %s have %d elements on axis %d, the windows have %d"
                .formatted(name(), w, w.size(axis), axis, size));
      }
    }
  }

  private int windows(Shape x, int axis) {
    var window = windows().get(axis - 1);
    int count = window.count(x.size(axis));
    if (count < 1) {
      throw new ShapeException(
          "%s: a %s does not fit into axis %d of %s, which has %d elements"
              .formatted(name(), window, axis, x, x.size(axis)));
    }
    return count;
  }

  /// Checks that images, results or weights have a rank that fits the windows, and that there are
  /// groups.
  ///
  /// @throws ShapeException if they have not
  default void requireRank(Shape shape) {
    int axes = windows().size();
    if (axes < 1 || axes > 3 || shape.rank() != axes + 2) {
      throw new ShapeException(
          "%s: %s has rank %d; windows over %d axes take images [batch, axes, channels] and weights [kernel, in/groups, out] of rank %d"
              .formatted(name(), shape, shape.rank(), axes, axes + 2));
    }
    if (groups() < 1) {
      throw new ShapeException(
          "%s: the number of groups is %d; expected 1 or more".formatted(name(), groups()));
    }
  }

  /// Returns the shapes if results, which are given, are those of images and weights.
  ///
  /// @throws ShapeException if they are not
  default Shapes matching(Shape x, Shape w, Shape y) {
    var shapes = shapes(x, w);
    if (!shapes.y().equals(y)) {
      throw new ShapeException(
          "%s: images %s and weights %s give %s, not %s".formatted(name(), x, w, shapes.y(), y));
    }
    return shapes;
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    var shapes = shapes(Execution.types(inputs));
    if (isEmpty(shapes)) {
      return Tensor.of(Copies.zeros(type), type);
    }
    var operands = inputs.stream().map(input -> input.detach().to(type.dtype())).toList();
    return Contiguous.compute(this, operands, type);
  }

  @Override
  default Runnable bind(List<Tensor> inputs, Tensor result) {
    return isPlanned(inputs, result)
        ? bound(planned(inputs), inputs, result)
        : Op.super.bind(inputs, result);
  }

  @Override
  default boolean takesTail(List<TensorType> inputs) {
    return true;
  }

  @Override
  @SuppressWarnings("exports") // the kernel package is not for users
  default Optional<Runnable> bind(List<Tensor> inputs, Tensor result, Tail tail) {
    return isPlanned(inputs, result)
        ? planned(inputs).then(tail).map(plan -> bound(plan, inputs, result))
        : Optional.empty();
  }

  private boolean isPlanned(List<Tensor> inputs, Tensor result) {
    return !isEmpty(shapes(Execution.types(inputs)))
        && inputs.stream().allMatch(input -> input.dtype() == result.dtype());
  }

  private ConvolutionPlan planned(List<Tensor> inputs) {
    var shapes = shapes(Execution.types(inputs));
    return plan(
        ConvolutionSizes.of(
            shapes.x.sizes(),
            shapes.w.sizes(),
            shapes.y.sizes(),
            ints(Window::step),
            ints(Window::dilation),
            ints(Window::before)));
  }

  private static Runnable bound(ConvolutionPlan plan, List<Tensor> inputs, Tensor result) {
    return Contiguous.bind(
        inputs, places -> () -> plan.run(places.get(0), places.get(1), result.storage()));
  }

  private static boolean isEmpty(Shapes shapes) {
    return shapes.x.elements() == 0 || shapes.w.elements() == 0 || shapes.y.elements() == 0;
  }

  private int[] ints(ToIntFunction<Window> number) {
    return windows().stream().mapToInt(number).toArray();
  }

  @Override
  default boolean keepsInput(int input) {
    return true;
  }

  @Override
  default void backward(Backward tape) {
    tape.to(0, () -> derivative(0, tape.upstream(), tape.input(1), tape.inputType(0)));
    tape.to(1, () -> derivative(1, tape.upstream(), tape.input(0), tape.inputType(1)));
  }

  @Override
  default void forward(Forward tape) {
    tape.from(0, tangent -> on(tangent, tape.input(1)));
    tape.from(1, tangent -> on(tape.input(0), tangent));
  }
}
