package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// A built [Layer]: a function of batches, with the variables that it is computed from.
///
/// ```
/// var network = sequential(dense(16), tanh(), dense(1)).build(Shape.of(2), 42);
/// Tensor scores = network.apply(batch);    // as in training, recorded
/// Tensor answer = network.predict(batch);  // as in use
/// ```
///
/// Variables are named by their place: `0.weight` is the weight of the first layer of a sequence,
/// `hidden.weight` that of a layer that was given a name.
public final class Network {
  private final Layer layer;
  private final List<TensorType> inputs;
  private final DType dtype;
  private final Block block;
  private final Registry registry;

  private Network(
      Layer layer, List<TensorType> inputs, DType dtype, Block block, Registry registry) {
    this.layer = layer;
    this.inputs = inputs;
    this.dtype = dtype;
    this.block = block;
    this.registry = registry;
  }

  static Network of(Layer layer, List<TensorType> inputs, DType dtype, long seed) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("Network: needs the type of at least one input");
    }
    var registry = new Registry(dtype, seed);
    var outside = new Site(registry, "", "Network", List.copyOf(inputs));
    return new Network(layer, List.copyOf(inputs), dtype, outside.build("", layer), registry);
  }

  /// Returns the results for a batch in the current [Mode], recorded for derivatives.
  ///
  /// @param batch one sample more along the first axis than [#input] has axes
  /// @param more what the layer takes besides, such as a mask; see [Joint]
  public Tensor apply(Tensor batch, Tensor... more) {
    return block.apply(batch, more);
  }

  /// Returns the results for a batch as they are in use: nothing is random, nothing recorded.
  public Tensor predict(Tensor batch, Tensor... more) {
    return Mode.INFERENCE.during(() -> Tape.withoutGradient(() -> block.apply(batch, more)));
  }

  /// Returns the results for a batch while an observer sees every block's, inner blocks first.
  public Tensor observe(Tensor batch, BiConsumer<Block, Tensor> observer) {
    return Block.observed(observer, block, batch);
  }

  /// Writes the network to a file, whole or not at all; see [NetworkFile].
  public void save(Path file) {
    NetworkFile.write(file, this, Map.of());
  }

  /// Returns the network in a file that [#save] wrote.
  ///
  /// @throws dev.chainrule.FormatException if the file is damaged, or has layers of one's own
  public static Network load(Path file) {
    return NetworkFile.read(file);
  }

  /// Returns the variables that are trained, in the order in which they were built.
  public List<Variable> parameters() {
    return registry.variables().values().stream().filter(Variable::trainable).toList();
  }

  /// Returns all variables by name: parameters, running statistics and random counters.
  public Map<String, Variable> variables() {
    return Collections.unmodifiableMap(registry.variables());
  }

  /// Returns the type of one sample, without the axis that counts samples.
  public TensorType input() {
    return inputs.getFirst();
  }

  /// Returns the types of one sample of everything that the network was built for; see [Joint].
  public List<TensorType> inputs() {
    return inputs;
  }

  /// Returns the type of one sample's result, without the axis that counts samples.
  public TensorType output() {
    return block.output();
  }

  /// Returns the type of the parameters.
  public DType dtype() {
    return dtype;
  }

  /// Returns the description from which this was built.
  public Layer layer() {
    return layer;
  }

  /// Returns the blocks, inner ones before those that hold them.
  public List<Block> blocks() {
    return Collections.unmodifiableList(registry.blocks());
  }

  /// Returns the block of a layer by its path: `hidden`, or `2` for the third of a sequence.
  ///
  /// @throws IllegalArgumentException if there is none
  public Block block(String path) {
    return registry.blocks().stream()
        .filter(block -> block.path().equals(path))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Network: has no layer \"%s\"; it has %s"
                    .formatted(path, registry.blocks().stream().map(Block::path).toList())));
  }

  /// Returns a table of the innermost blocks, with the shapes of their results and their number of
  /// trained elements.
  @Override
  public String toString() {
    return Summary.of(this);
  }
}
