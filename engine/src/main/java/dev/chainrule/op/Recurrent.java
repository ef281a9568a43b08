package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
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
/// | projection | `[hidden, output]` | only of cells that have one, in place of a bias |
/// | mask | `[batch, time]` | truths, may be left out: where false, the state stays as it is |
/// | result | `[batch, time, states · hidden]` | the state after each step |
///
/// The states are the result, so the last one, and with it every part of it, is a slice of it.
/// Where there is a projection, the first block of a state has its `output` columns, and the
/// recurrent weights as many rows.
interface Recurrent extends Composite {
  static List<OpSpec> specs() {
    return List.of(SimpleRnn.spec(), Lstm.spec(), ProjectedLstm.spec(), Gru.spec());
  }

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
  /// @param projection multiplies by the projection
  Tensor step(
      Tensor x, Tensor state, UnaryOperator<Tensor> product, UnaryOperator<Tensor> projection);

  /// Returns the state after a step, of one of the batch, in plain numbers.
  double[] step(
      double[] x,
      double[] state,
      UnaryOperator<double[]> product,
      UnaryOperator<double[]> projection);

  /// Elements of rows.
  ///
  /// @param hidden of a block
  /// @param output of the first block of a state
  /// @param state of a state
  record Widths(int hidden, int output, int state) {}

  /// Returns the elements of rows.
  ///
  /// @param recurrent the shape of the recurrent weights
  default Widths widths(Shape recurrent) {
    int hidden = recurrent.size(1) / cell().gates;
    int output = recurrent.size(0);
    return new Widths(hidden, output, output + (cell().states - 1) * hidden);
  }

  /// Returns the place of the mask among the inputs, if there is one.
  default int maskInput() {
    return biased() || cell().projects() ? 4 : 3;
  }

  /// Returns whether there is a mask among the inputs.
  default boolean masked(List<?> inputs) {
    return inputs.size() > maskInput();
  }

  @Override
  default TensorType type(List<TensorType> inputs) {
    return new RecurrentType(this).of(inputs);
  }

  /// Returns the operations of all steps' products with the recurrent weights.
  @Override
  default long operations(List<TensorType> inputs, TensorType result) {
    var gates = inputs.get(0).shape();
    long projections =
        cell().projects()
            ? (long) gates.part(0, 2).elements() * inputs.get(3).shape().elements()
            : 0;
    return 2 * ((long) gates.elements() * inputs.get(1).shape().size(0) + projections);
  }

  /// Returns what plans are made for.
  ///
  /// @param kept whether what steps compute on the way stays beside the states
  default RecurrentSizes sizes(List<Tensor> inputs, DType dtype, boolean kept) {
    var gates = inputs.getFirst().shape();
    var widths = widths(inputs.get(1).shape());
    return new RecurrentSizes(
        cell(),
        dtype.element(),
        gates.size(0),
        gates.size(1),
        widths.hidden(),
        widths.output(),
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
        places.get(maskInput() > 3 ? 3 : 0),
        places.get(masked ? maskInput() : 0));
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  default Runnable bind(List<Tensor> inputs, Tensor result) {
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
  /// @param added to the recurrent product and behind it to the projected one, if there is one,
  ///   `[batch, time, gates · hidden + output]`
  default Tensor unrolled(List<Tensor> inputs, Optional<Tensor> added) {
    var gates = inputs.get(0);
    int time = gates.shape().size(1);
    var state = inputs.get(2);
    var states = new ArrayList<Tensor>();
    for (int order = 0; order < time; order++) {
      int at = reverse() ? time - 1 - order : order;
      var next =
          step(
              gates.select(1, at),
              state,
              h -> product(h, inputs, added.map(a -> a.select(1, at))),
              m -> projection(m, inputs, added.map(a -> a.select(1, at))));
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

  private Tensor product(Tensor h, List<Tensor> inputs, Optional<Tensor> added) {
    var sum = h.matmul(inputs.get(1));
    var all = biased() ? sum.add(inputs.get(3)) : sum;
    int row = sum.shape().size(1);
    return added.map(a -> all.add(a.slice(1, 0, row))).orElse(all);
  }

  private Tensor projection(Tensor m, List<Tensor> inputs, Optional<Tensor> added) {
    var sum = m.matmul(inputs.get(3));
    int row = inputs.get(1).shape().size(1);
    return added.map(a -> sum.add(a.slice(1, row, a.shape().size(1)))).orElse(sum);
  }

  /// Applies the operation. Where derivatives may be asked for, what steps compute on the way is
  /// computed first, and kept.
  @Override
  default Tensor on(Tensor... inputs) {
    if (!Tape.recording() || Arrays.stream(inputs).noneMatch(Tensor::isRecorded)) {
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
  ///
  /// @param products those of the recurrent products, the first columns
  default Tensor inputGradient(Tensor steps, Tensor products) {
    return products;
  }

  /// What is known of a computation that has run.
  ///
  /// @param inputs of the operation
  /// @param trace its [RecurrentTrace]
  /// @param states its result
  record Past(List<Tensor> inputs, Tensor trace, Tensor states) {
    /// Returns a block of what the steps computed on the way, `[batch · time, hidden]`.
    Tensor active(int block, int hidden) {
      int from = states.shape().size(2) + block * hidden;
      return trace.slice(2, from, from + hidden).reshape(rows(), hidden);
    }

    int rows() {
      return states.shape().size(0) * states.shape().size(1);
    }
  }

  /// Returns the gradient of the recurrent weights.
  ///
  /// @param products the gradients of the recurrent products of all steps
  default Tensor recurrentGradient(Past past, Tensor products) {
    return before(past).transpose().matmul(products);
  }

  /// Returns the gradient of the bias or of the projection.
  ///
  /// @param steps the gradients of a step, `[batch · time, …]`
  /// @param products those of the recurrent products, the first columns
  default Tensor moreGradient(Past past, Tensor steps, Tensor products) {
    return products.sum(0);
  }

  /// Returns what multiplied the recurrent weights in each step, `[batch · time, output]`.
  default Tensor before(Past past) {
    var states = past.states;
    int output = past.inputs.get(1).shape().size(0);
    int time = states.shape().size(1);
    var first = past.inputs.get(2).slice(1, 0, output).unsqueeze(1);
    var all = states.slice(2, 0, output);
    var joined =
        reverse()
            ? Concatenate.of(1, List.of(all.slice(1, 1, time), first))
            : Concatenate.of(1, List.of(first, all.slice(1, 0, time - 1)));
    return joined.reshape(past.rows(), output);
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
          state =
              step(
                  row(inputs.get(0), row * time + at),
                  state,
                  h -> biased(product(h, inputs.get(1)), inputs),
                  m -> product(m, inputs.get(3)));
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

  private double[] biased(double[] sums, List<Plain> inputs) {
    for (int j = 0; biased() && j < sums.length; j++) {
      sums[j] += inputs.get(3).get(j);
    }
    return sums;
  }

  private static double[] product(double[] h, Plain weights) {
    double[] sums = new double[weights.shape().size(1)];
    for (int j = 0; j < sums.length; j++) {
      for (int i = 0; i < h.length; i++) {
        sums[j] += h[i] * weights.get(i, j);
      }
    }
    return sums;
  }
}
