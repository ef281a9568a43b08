package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.kernel.Cell;
import dev.chainrule.kernel.RecurrentForward;
import dev.chainrule.kernel.RecurrentSizes;
import dev.chainrule.kernel.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What recurrent cells over whole sequences have in common.
///
/// | input | shape | |
/// |---|---|---|
/// | gates | `[batch, time, gates · hidden]` | the inputs times their weights, plus biases |
/// | recurrent | `[hidden, gates · hidden]` | |
/// | initial | `[batch, states · hidden]` | the state before the first step |
/// | bias | `[gates · hidden]` | of the recurrent product; only of cells that have one |
/// | mask | `[batch, time]` | truths, may be left out: where false, the state stays as it is |
/// | result | `[batch, time, states · hidden]` | the state after each step |
///
/// The states are the result, so the last one, and with it every part of it, is a slice of it.
interface Recurrent extends Composite {
  /// Returns the cell that kernels know.
  Cell cell();

  /// Returns whether time runs from the last step to the first.
  boolean reverse();

  /// Returns whether the recurrent product has a bias, which is one more input.
  boolean biased();

  /// Returns the state after a step.
  ///
  /// @param x the gates of the step `[batch, gates · hidden]`
  /// @param product multiplies by the recurrent weights and adds the bias
  Tensor step(Tensor x, Tensor state, UnaryOperator<Tensor> product);

  /// Returns the state after a step, of one of the batch, in plain numbers.
  double[] step(double[] x, double[] state, UnaryOperator<double[]> product);

  /// Returns whether there is a kernel of the cell in this form.
  default boolean planned() {
    return true;
  }

  private int maskInput() {
    return biased() ? 4 : 3;
  }

  private boolean masked(List<?> inputs) {
    return inputs.size() > maskInput();
  }

  @Override
  default TensorType type(List<TensorType> inputs) {
    var gates = inputs.get(0).shape();
    var recurrent = inputs.get(1).shape();
    int count = cell().gates;
    String blocks = (count == 1 ? "" : count + " · ") + "hidden";
    if (gates.rank() != 3) {
      throw new ShapeException(
          "%s: gates need the axes [batch, time, %s], got %s".formatted(name(), blocks, gates));
    }
    if (gates.size(1) == 0) {
      throw new ShapeException(
          "%s: the sequence has no steps in time: gates are %s".formatted(name(), gates));
    }
    if (recurrent.rank() != 2 || recurrent.size(1) != count * recurrent.size(0)) {
      throw new ShapeException(
          "%s: recurrent weights are %s; they must be [hidden, %s]"
              .formatted(name(), recurrent, blocks));
    }
    checkOthers(inputs, recurrent.size(0));
    return new TensorType(
        gates.with(-1, cell().states * recurrent.size(0)), dtype(inputs.subList(0, maskInput())));
  }

  private void checkOthers(List<TensorType> inputs, int hidden) {
    var gates = inputs.get(0).shape();
    int row = cell().gates * hidden;
    require("gates", gates, gates.with(-1, row), hidden);
    var state = Shape.of(gates.size(0), cell().states * hidden);
    require("the initial state", inputs.get(2).shape(), state, hidden);
    if (biased()) {
      require("the bias", inputs.get(3).shape(), Shape.of(row), hidden);
    }
    if (masked(inputs)) {
      checkMask(inputs.get(maskInput()), gates);
    }
  }

  private void require(String what, Shape found, Shape expected, int hidden) {
    if (!found.equals(expected)) {
      throw new ShapeException(
          "%s: %s %s %s; %d hidden units need %s"
              .formatted(
                  name(), what, what.equals("gates") ? "are" : "is", found, hidden, expected));
    }
  }

  private void checkMask(TensorType mask, Shape gates) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "%s: a mask holds truths, which steps count, got %s; convert with to(DType.BOOL)"
              .formatted(name(), mask.dtype()));
    }
    if (!mask.shape().equals(gates.part(0, 2))) {
      throw new ShapeException(
          "%s: the mask is %s; gates %s need %s, batch by time"
              .formatted(name(), mask.shape(), gates, gates.part(0, 2)));
    }
  }

  private DType dtype(List<TensorType> numbers) {
    var met = DType.F32;
    for (var input : numbers) {
      if (!input.dtype().floating()) {
        throw new DTypeException(
            "%s: takes f32 or f64, got %s; convert with to(DType.F32)"
                .formatted(name(), input.dtype()));
      }
      met = met.promote(input.dtype());
    }
    return met;
  }

  /// Returns the operations of all steps' products with the recurrent weights.
  @Override
  default long operations(List<TensorType> inputs, TensorType result) {
    return 2L * inputs.get(0).shape().elements() * inputs.get(1).shape().size(0);
  }

  /// Returns what plans are made for.
  ///
  /// @param kept whether what steps compute on the way stays beside the states
  default RecurrentSizes sizes(List<Tensor> inputs, DType dtype, boolean kept) {
    var gates = inputs.getFirst().shape();
    return new RecurrentSizes(
        cell(),
        dtype.element(),
        gates.size(0),
        gates.size(1),
        inputs.get(1).shape().size(0),
        reverse(),
        masked(inputs),
        kept);
  }

  /// Returns where plans find the inputs, which lie contiguous at these places.
  default RecurrentForward.Operands operands(List<Storage> places, boolean masked) {
    return new RecurrentForward.Operands(
        places.get(0),
        places.get(1),
        places.get(2),
        places.get(biased() ? 3 : 0),
        places.get(masked ? maskInput() : 0));
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    return planned()
        ? Contiguous.compute(this, inputs, type)
        : Composite.super.compute(inputs, type);
  }

  @Override
  default Runnable bind(List<Tensor> inputs, Tensor result) {
    if (!planned()) {
      return Composite.super.bind(inputs, result);
    }
    return bind(inputs, result, false);
  }

  /// Returns the computation of states, or of states and what steps compute on the way.
  default Runnable bind(List<Tensor> inputs, Tensor result, boolean kept) {
    var plan = RecurrentForward.of(sizes(inputs, result.dtype(), kept));
    return Contiguous.bind(
        inputs,
        result.dtype(),
        places -> {
          var operands = operands(places, masked(places));
          return () -> plan.run(operands, result.storage());
        });
  }

  @Override
  default Tensor body(List<Tensor> inputs) {
    return unrolled(inputs, Optional.empty());
  }

  /// Returns the result, written out step by step.
  ///
  /// @param added to the recurrent product `[batch, time, gates · hidden]`
  default Tensor unrolled(List<Tensor> inputs, Optional<Tensor> added) {
    var gates = inputs.get(0);
    int time = gates.shape().size(1);
    var state = inputs.get(2);
    var states = new ArrayList<Tensor>();
    for (int order = 0; order < time; order++) {
      int at = reverse() ? time - 1 - order : order;
      UnaryOperator<Tensor> product =
          h -> {
            var sum = h.matmul(inputs.get(1));
            sum = biased() ? sum.add(inputs.get(3)) : sum;
            return added.isEmpty() ? sum : sum.add(added.get().select(1, at));
          };
      var next = step(gates.select(1, at), state, product);
      if (masked(inputs)) {
        next = inputs.get(maskInput()).slice(1, at, at + 1).where(next, state);
      }
      states.add(next);
      state = next;
    }
    if (reverse()) {
      Collections.reverse(states);
    }
    return Stacking.of(1, states);
  }

  /// Applies the operation. Where derivatives may be asked for, what steps compute on the way is
  /// computed first, and kept.
  @Override
  default Tensor on(Tensor... inputs) {
    if (!planned() || !Tape.recording() || Arrays.stream(inputs).noneMatch(Tensor::isRecorded)) {
      return Composite.super.on(inputs);
    }
    type(Execution.types(List.of(inputs)));
    var detached = Arrays.stream(inputs).map(Tensor::detach).toArray(Tensor[]::new);
    var all = new Tensor[inputs.length + 1];
    all[0] = new RecurrentTrace(this).on(detached);
    System.arraycopy(inputs, 0, all, 1, inputs.length);
    return new RecurrentStates(this).on(all);
  }

  /// Returns the gradients of the gates from those of a step, `[batch · time, …]`.
  default Tensor inputGradient(Tensor steps) {
    return steps;
  }

  /// Returns what multiplied the recurrent weights in each step, `[batch · time, hidden]`.
  default Tensor before(Tensor initial, Tensor states) {
    int hidden = initial.shape().size(1) / cell().states;
    int time = states.shape().size(1);
    var first = initial.slice(1, 0, hidden).unsqueeze(1);
    var all = states.slice(2, 0, hidden);
    var joined =
        reverse()
            ? Concatenate.of(1, List.of(all.slice(1, 1, time), first))
            : Concatenate.of(1, List.of(first, all.slice(1, 0, time - 1)));
    return joined.reshape(states.shape().size(0) * time, hidden);
  }

  /// Returns a block of the columns.
  static Tensor block(Tensor x, int index, int blocks) {
    int size = x.shape().size(-1) / blocks;
    return x.slice(x.shape().rank() - 1, index * size, (index + 1) * size);
  }

  /// Returns the type of a misuse's input.
  static TensorType sized(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }

  /// Returns a block of numbers.
  static double[] block(double[] x, int index, int blocks) {
    int size = x.length / blocks;
    return Arrays.copyOfRange(x, index * size, (index + 1) * size);
  }

  @Override
  default Plain reference(List<Plain> inputs) {
    var gates = inputs.get(0).shape();
    int width = inputs.get(2).shape().size(1);
    int time = gates.size(1);
    var result = new Plain(gates.with(-1, width), new double[gates.size(0) * time * width]);
    for (int row = 0; row < gates.size(0); row++) {
      double[] state = row(inputs.get(2), row);
      for (int order = 0; order < time; order++) {
        int at = reverse() ? time - 1 - order : order;
        if (!masked(inputs) || inputs.get(maskInput()).get(row, at) != 0) {
          state = step(row(inputs.get(0), row * time + at), state, h -> product(h, inputs));
        }
        System.arraycopy(state, 0, result.values(), (row * time + at) * width, width);
      }
    }
    return result;
  }

  private static double[] row(Plain x, int row) {
    int size = x.shape().size(-1);
    return Arrays.copyOfRange(x.values(), row * size, (row + 1) * size);
  }

  private double[] product(double[] h, List<Plain> inputs) {
    var weights = inputs.get(1);
    double[] sums = new double[weights.shape().size(1)];
    for (int j = 0; j < sums.length; j++) {
      for (int i = 0; i < h.length; i++) {
        sums[j] += h[i] * weights.get(i, j);
      }
      sums[j] += biased() ? inputs.get(3).get(j) : 0;
    }
    return sums;
  }
}
