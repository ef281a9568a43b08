package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.init.Initializers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The function of a recurrent layer.
final class Unrolled implements Joint {
  private final Site site;
  private final Recurrent layer;
  private final int features;
  private final Variable weight;
  private final Variable recurrent;
  private final Variable bias;
  private final Variable recurrentBias;
  private final Optional<Variable> projection;
  private final Optional<Variable> memory;

  private Unrolled(Site site, Recurrent layer) {
    this.site = site;
    this.layer = layer;
    features = site.input().size(-1);
    int row = gates(layer) * layer.hidden();
    weight = site.parameter("weight", Shape.of(features, row), weights(layer, false));
    recurrent = site.parameter("recurrent", Shape.of(layer.output(), row), weights(layer, true));
    bias = site.parameter("bias", Shape.of(row), this::initialBias);
    recurrentBias = site.parameter("recurrentBias", Shape.of(row), Initializers.zeros());
    projection =
        layer instanceof Lstm lstm && lstm.projected().isPresent()
            ? Optional.of(
                site.parameter(
                    "projection", Shape.of(lstm.hidden(), lstm.output()), lstm.weights()))
            : Optional.empty();
    var samples = layer.unrolling().batch();
    memory =
        samples.isEmpty()
            ? Optional.empty()
            : Optional.of(site.state("state", zeros(samples.getAsInt(), site.dtype())));
  }

  static UnaryOperator<Tensor> build(Site site, Recurrent layer) {
    if (site.input().rank() != 2) {
      throw new ShapeException(
          "%s: needs samples of the axes [time, features], got %s".formatted(site, site.input()));
    }
    return new Unrolled(site, layer);
  }

  static void require(String kind, int hidden) {
    if (hidden < 1) {
      throw new IllegalArgumentException(
          "%s: hidden is %d; expected 1 or more".formatted(kind, hidden));
    }
  }

  /// Returns how many blocks of `hidden` columns the weights have.
  static int gates(Recurrent layer) {
    return switch (layer) {
      case SimpleRnn _ -> 1;
      case Lstm _ -> 4;
      case Gru _ -> 3;
    };
  }

  /// Returns how many blocks of `hidden` numbers a state has.
  static int states(Recurrent layer) {
    return layer instanceof Lstm ? 2 : 1;
  }

  private static dev.chainrule.init.Initializer weights(Recurrent layer, boolean ofStates) {
    return switch (layer) {
      case SimpleRnn rnn -> ofStates ? rnn.recurrentWeights() : rnn.weights();
      case Lstm lstm -> ofStates ? lstm.recurrentWeights() : lstm.weights();
      case Gru gru -> ofStates ? gru.recurrentWeights() : gru.weights();
    };
  }

  private Tensor initialBias(TensorType type, RandomKey key) {
    if (!(layer instanceof Lstm)) {
      return Initializers.zeros().create(type, key);
    }
    double[] values = new double[type.shape().elements()];
    java.util.Arrays.fill(values, layer.hidden(), 2 * layer.hidden(), 1);
    return Tensor.of(values, type.shape()).to(type.dtype());
  }

  private Tensor zeros(int samples, DType dtype) {
    return Tensor.zeros(
        Shape.of(samples, layer.output() + (states(layer) - 1) * layer.hidden()), dtype);
  }

  @Override
  public Tensor apply(Tensor x, Tensor... more) {
    if (x.shape().rank() != 3 || x.shape().size(2) != features) {
      throw new ShapeException(
          "%s: needs [batch, time, %d features], for which the layer was built; input is %s"
              .formatted(site, features, x.shape()));
    }
    var given = new Given(more);
    var start = given.state.orElseGet(() -> start(x));
    var states = run(gates(x), start, given.mask);
    if (memory.isPresent() && Mode.current() == Mode.TRAINING) {
      memory.get().assign(last(states).detach());
    }
    int output = layer.output();
    return switch (layer.unrolling().returned()) {
      case WHOLE -> states;
      case ALL -> states(layer) == 1 ? states : states.slice(2, 0, output);
      case LAST -> last(states).slice(1, 0, output);
    };
  }

  /// What follows the input: numbers are the initial state, truths the mask.
  private final class Given {
    Optional<Tensor> state = Optional.empty();
    Optional<Tensor> mask = Optional.empty();

    Given(Tensor... more) {
      for (var tensor : more) {
        boolean truths = tensor.dtype() == DType.BOOL;
        if (truths ? mask.isPresent() : state.isPresent()) {
          throw new IllegalArgumentException(
              "%s: takes an input, an initial state of numbers and a mask of truths, got two of %s"
                  .formatted(site, truths ? "truths" : "numbers"));
        }
        if (truths) {
          mask = Optional.of(tensor);
        } else {
          state = Optional.of(tensor);
        }
      }
    }
  }

  private Tensor start(Tensor x) {
    int samples = x.shape().size(0);
    if (memory.isEmpty() || Mode.current() == Mode.INFERENCE) {
      return zeros(samples, weight.dtype());
    }
    var state = memory.get().value();
    if (state.shape().size(0) != samples) {
      throw new ShapeException(
          "%s: remembers %d samples, but the batch has %d: %s"
              .formatted(site, state.shape().size(0), samples, x.shape()));
    }
    return state;
  }

  /// Returns the inputs of all steps times their weights, in one product.
  private Tensor gates(Tensor x) {
    var product = Dense.product(x, weight.value());
    return layer instanceof Gru
        ? product.add(bias.value())
        : product.add(bias.value().add(recurrentBias.value()));
  }

  private Tensor run(Tensor gates, Tensor start, Optional<Tensor> mask) {
    int time = gates.shape().size(1);
    int part = layer.unrolling().part().orElse(time);
    boolean reverse = layer.unrolling().reverse();
    var state = start;
    var parts = new ArrayList<Tensor>();
    for (int done = 0; done == 0 || done < time; done += part) {
      int length = Math.min(part, time - done);
      int from = reverse ? time - done - length : done;
      var cut = mask.map(m -> m.slice(1, from, from + length));
      var states = part(gates.slice(1, from, from + length), state, cut);
      parts.add(states);
      state = last(states).detach();
    }
    if (reverse) {
      Collections.reverse(parts);
    }
    return parts.size() == 1
        ? parts.getFirst()
        : Tensor.concatenate(1, parts.toArray(Tensor[]::new));
  }

  private Tensor part(Tensor gates, Tensor state, Optional<Tensor> mask) {
    var inputs = new ArrayList<>(List.of(gates, recurrent.value(), state));
    if (layer instanceof Gru) {
      inputs.add(recurrentBias.value());
    }
    projection.ifPresent(weights -> inputs.add(weights.value()));
    mask.ifPresent(inputs::add);
    return Operations.recurrent(layer, inputs.toArray(Tensor[]::new));
  }

  /// Returns the state after the last step in the order of time.
  private Tensor last(Tensor states) {
    return states.select(1, layer.unrolling().reverse() ? 0 : -1);
  }
}
