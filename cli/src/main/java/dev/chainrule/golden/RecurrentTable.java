package dev.chainrule.golden;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.nn.Gru;
import dev.chainrule.nn.Lstm;
import dev.chainrule.nn.Network;
import dev.chainrule.nn.Recurrent;
import dev.chainrule.nn.RecurrentCell;
import dev.chainrule.nn.SimpleRnn;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.Stacking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What Chainrule calls PyTorch's recurrent layers, which hold several layers and both directions,
/// take initial states and return last ones.
final class RecurrentTable {
  private final GoldenCase golden;
  private final Map<String, Tensor> inputs;
  private final Settings settings;
  private final ModelTable table = new ModelTable();
  private final String kind;
  private final boolean batchFirst;
  private final int directions;
  private final Recurrent layer;
  private final int layers;

  private RecurrentTable(GoldenCase golden, Map<String, Tensor> inputs) {
    this.golden = golden;
    this.inputs = inputs;
    kind = golden.text("layer");
    settings = LayerTable.arguments(golden, "input_size", "hidden_size");
    batchFirst = settings.flag("batch_first", kind.equals("GRUResetBefore"));
    directions = settings.flag("bidirectional", false) ? 2 : 1;
    layers = settings.integer("num_layers", 1);
    layer = layer(settings.integer("hidden_size"));
    settings.integer("input_size");
    settings.checkAllUsed();
  }

  /// Returns the layer of a case if it is recurrent.
  static Optional<GoldenLayer> find(GoldenCase golden, Map<String, Tensor> inputs) {
    return switch (golden.text("layer")) {
      case "RNN", "LSTM", "GRU", "LSTMPacked", "GRUResetBefore" ->
          Optional.of(new RecurrentTable(golden, inputs).sequence());
      case "RNNCell", "LSTMCell", "GRUCell" ->
          Optional.of(new RecurrentTable(golden, inputs).cell());
      default -> Optional.empty();
    };
  }

  private Recurrent layer(int hidden) {
    return switch (kind) {
      case "RNN", "RNNCell" ->
          settings.text("nonlinearity", "tanh").equals("relu")
              ? SimpleRnn.of(hidden).withRelu()
              : SimpleRnn.of(hidden);
      case "GRU", "GRUCell" -> Gru.of(hidden);
      case "GRUResetBefore" -> Gru.of(hidden).resetBefore();
      default -> {
        int projected = settings.integer("proj_size", 0);
        yield projected == 0 ? Lstm.of(hidden) : Lstm.of(hidden).projected(projected);
      }
    };
  }

  private GoldenLayer cell() {
    table.recurrent("", "cell.", "");
    var sample = GoldenLayer.sample(Objects.requireNonNull(inputs.get("x")));
    var network = new RecurrentCell(layer).named("cell").build(sample, golden.dtype(), 0);
    return new GoldenLayer(new GoldenModel(network, table.places()), this::step);
  }

  private Map<String, Tensor> step(Network network, Arguments in) {
    if (!(layer instanceof Lstm)) {
      return Map.of("y", network.apply(in.x(), in.tensor("h")));
    }
    var states = network.apply(in.x(), Concatenate.of(1, List.of(in.tensor("h"), in.tensor("c"))));
    return Map.of("h", part(states, 0), "c", part(states, 1));
  }

  private GoldenLayer sequence() {
    var first = GoldenLayer.sample(batchFirst(Objects.requireNonNull(inputs.get("x"))));
    String inner = kind.equals("LSTMPacked") ? ".lstm" : "";
    String[] names = new String[layers * directions];
    for (int i = 0; i < names.length; i++) {
      names[i] = "l" + i / directions + (i % directions == 0 ? "" : "_reverse");
      String suffix = kind.equals("GRUResetBefore") ? "" : "_" + names[i];
      table.recurrent(inner, names[i] + ".", suffix);
      if (layer instanceof Lstm lstm && lstm.projected().isPresent()) {
        table.place(inner + ".weight_hr" + suffix, names[i] + ".projection", Tensor::transpose);
      }
    }
    int width = directions * layer.output();
    var network =
        ((dev.chainrule.nn.Layer)
                site -> {
                  for (int i = 0; i < names.length; i++) {
                    var own = i % directions == 0 ? layer : layer.reversed();
                    var type = i < directions ? first : first.with(first.shape().with(-1, width));
                    site.build(names[i], own.states(), type);
                  }
                  return x -> x;
                })
            .build(first, golden.dtype(), 0);
    return new GoldenLayer(
        new GoldenModel(network, table.places()), (built, in) -> run(built, in, names));
  }

  private Map<String, Tensor> run(Network network, Arguments in, String... names) {
    Tensor x = batchFirst(in.x());
    Optional<Tensor> mask = in.find("lengths").map(lengths -> mask(lengths, x));
    List<Tensor> last = new ArrayList<>();
    Tensor y = x;
    for (int first = 0; first < names.length; first += directions) {
      List<Tensor> sides = new ArrayList<>();
      for (int i = first; i < first + directions; i++) {
        List<Tensor> more = new ArrayList<>();
        initial(in, i).ifPresent(more::add);
        mask.ifPresent(more::add);
        Tensor states = network.block(names[i]).apply(y, more.toArray(Tensor[]::new));
        last.add(states.select(1, i % directions == 0 ? -1 : 0));
        sides.add(part(states, 0));
      }
      y = Concatenate.of(2, sides);
    }
    return results(mask.map(y.shape().rank() == 3 ? m -> m.unsqueeze(-1) : m -> m), y, last);
  }

  private Map<String, Tensor> results(Optional<Tensor> mask, Tensor y, List<Tensor> last) {
    Tensor zero = Tensor.scalar(0, y.dtype());
    Tensor seen = mask.map(m -> m.where(y, zero)).orElse(y);
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("y", batchFirst ? seen : seen.permute(1, 0, 2));
    boolean single = kind.equals("GRUResetBefore");
    Tensor hidden = Stacking.of(0, last.stream().map(state -> part(state, 0)).toList());
    results.put("h_n", single ? hidden.select(0, 0) : hidden);
    if (layer instanceof Lstm) {
      results.put("c_n", Stacking.of(0, last.stream().map(state -> part(state, 1)).toList()));
    }
    return results;
  }

  /// Returns the initial state of a layer and direction, if the case gives one.
  private Optional<Tensor> initial(Arguments in, int index) {
    if (kind.equals("GRUResetBefore")) {
      return in.find("h");
    }
    Optional<Tensor> hidden = in.find("h0").map(h -> h.select(0, index));
    return layer instanceof Lstm
        ? hidden.map(h -> Concatenate.of(1, List.of(h, in.tensor("c0").select(0, index))))
        : hidden;
  }

  /// Returns hidden states, or an LSTM's cells, of whole states.
  private Tensor part(Tensor states, int index) {
    int axis = states.shape().rank() - 1;
    int output = layer.output();
    return index == 0
        ? states.slice(axis, 0, output)
        : states.slice(axis, output, states.shape().size(axis));
  }

  private Tensor batchFirst(Tensor x) {
    return batchFirst ? x : x.permute(1, 0, 2);
  }

  private static Tensor mask(Tensor lengths, Tensor x) {
    long[] counts = lengths.toLongArray();
    int time = x.shape().size(1);
    boolean[] counted = new boolean[counts.length * time];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = i % time < counts[i / time];
    }
    return Tensor.of(counted, Shape.of(counts.length, time)).to(DType.BOOL);
  }
}
