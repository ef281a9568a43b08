package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Tape;
import dev.chainrule.init.Initializer;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The place in a network where a layer is being built: what its inputs look like, and where its
/// variables come from.
///
/// Variables are named by their place, `3.hidden.weight`, and their random numbers come from the
/// seed and that name alone: adding a layer changes no other layer's numbers.
public final class Site {
  /// More than one sample, so that a function that only works for a batch of one fails when it is
  /// built.
  private static final int TRIAL_BATCH = 2;

  private final Registry registry;
  private final String path;
  private final String kind;
  private final List<TensorType> inputs;

  Site(Registry registry, String path, String kind, List<TensorType> inputs) {
    this.registry = registry;
    this.path = path;
    this.kind = kind;
    this.inputs = inputs;
  }

  /// Returns the shape of one sample, without the axis that counts samples.
  public Shape input() {
    return inputType().shape();
  }

  /// Returns shape and element type of one sample.
  public TensorType inputType() {
    return inputs.getFirst();
  }

  /// Returns shapes and element types of one sample of all inputs that the layer is built for; see
  /// [Joint].
  public List<TensorType> inputTypes() {
    return inputs;
  }

  /// Returns the type of the network's parameters, `F32` or `F64`.
  public DType dtype() {
    return registry.dtype();
  }

  String path() {
    return path;
  }

  String kind() {
    return kind;
  }

  Registry registry() {
    return registry;
  }

  /// Creates a variable that is trained.
  ///
  /// @param name unique at this site: `weight`
  public Variable parameter(String name, Shape shape, Initializer initial) {
    var type = new TensorType(shape, dtype());
    var value = initial.create(type, key(name));
    return registry.add(path(name), Variable.of(value));
  }

  /// Creates a variable that is not trained but belongs to the network, such as a running mean.
  ///
  /// @param name unique at this site
  public Variable state(String name, Tensor initial) {
    return registry.add(path(name), Variable.state(initial));
  }

  /// Returns a source of random numbers of this site's own.
  public RandomKey key(String name) {
    return registry.key(path(name));
  }

  /// Builds an inner layer that takes the same inputs as this one.
  public Block build(String name, Layer layer) {
    return build(name, layer, inputs);
  }

  /// Builds an inner layer.
  ///
  /// @param name replaces the layer's own name if that has none
  /// @param inner the type of one of its inputs, such as the output of the block before
  public Block build(String name, Layer layer, TensorType inner) {
    return build(name, layer, List.of(inner));
  }

  /// Builds an inner layer of several inputs; see [Joint].
  ///
  /// @param name replaces the layer's own name if that has none
  /// @param inner the types of one sample of each
  public Block build(String name, Layer layer, List<TensorType> inner) {
    var site = new Site(registry, path(Named.of(layer, name)), layer.kind(), inner);
    var function = layer.build(site);
    var output =
        function instanceof Chain chain ? chain.output(inner.getFirst()) : site.trial(function);
    var block = new Block(site, function, output);
    registry.add(block);
    return block;
  }

  /// Returns what one sample's result looks like, by trying the function on zeros.
  private TensorType trial(UnaryOperator<Tensor> function) {
    var zeros = inputs.stream().map(Site::zeros).toArray(Tensor[]::new);
    var more = Arrays.copyOfRange(zeros, 1, zeros.length);
    var result =
        Mode.INFERENCE.during(() ->
            Tape.withoutGradient(() ->
                function instanceof Joint joint
                    ? joint.apply(zeros[0], more)
                    : function.apply(zeros[0])));
    var shape = result.shape();
    if (shape.rank() == 0 || shape.size(0) != TRIAL_BATCH) {
      throw new ShapeException(
          "%s: the first axis must count samples, %d here, but the result is %s"
              .formatted(this, TRIAL_BATCH, shape));
    }
    return new TensorType(shape.without(0), result.dtype());
  }

  /// Returns this place for a function of other inputs.
  Site with(TensorType sample) {
    return new Site(registry, path, kind, List.of(sample));
  }

  private static Tensor zeros(TensorType sample) {
    return Tensor.zeros(Shape.of(TRIAL_BATCH).concat(sample.shape()), sample.dtype());
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// Returns kind and place, as messages name them: `Dense "3.hidden"`.
  @Override
  public String toString() {
    return path.isEmpty() ? kind : kind + " \"" + path + "\"";
  }
}
