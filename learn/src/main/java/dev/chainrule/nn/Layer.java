package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/// A part of a network, described but not built: how many outputs, which function, what rate.
///
/// A layer holds no numbers that are trained. Building it, once the shape of its input is known,
/// creates its variables at a [Site] and returns the function that uses them. The same layer may be
/// built several times; each time has variables of its own.
///
/// One's own layer is a record, or a lambda:
///
/// ```
/// record Gated(int outputs) implements Layer {
///   public UnaryOperator<Tensor> build(Site site) {
///     var value = site.build("value", dense(outputs));
///     var gate = site.build("gate", dense(outputs));
///     return x -> value.apply(x).mul(gate.apply(x).tanh());
///   }
/// }
/// Layer scaled = site -> {
///   var factor = site.parameter("factor", Shape.of(), ones());
///   return x -> x.mul(factor.value());
/// };
/// ```
@FunctionalInterface
public interface Layer {
  /// Creates the layer's variables and returns its function, from a batch of inputs to a batch of
  /// outputs.
  ///
  /// @throws dev.chainrule.ShapeException if the layer cannot take such inputs
  UnaryOperator<Tensor> build(Site site);

  /// Returns the network of this layer alone, in single precision.
  ///
  /// @param input the shape of one sample, without the axis that counts samples
  /// @param seed decides all random numbers: initial values, dropped elements
  default Network build(Shape input, long seed) {
    return build(new TensorType(input, DType.F32), DType.F32, seed);
  }

  /// Returns the network of this layer alone.
  ///
  /// @param input the type of one sample, without the axis that counts samples
  /// @param dtype the type of the parameters, `F32` or `F64`
  /// @param seed decides all random numbers: initial values, dropped elements
  default Network build(TensorType input, DType dtype, long seed) {
    return build(List.of(input), dtype, seed);
  }

  /// Returns the network of this layer alone, built for several inputs; see [Joint].
  ///
  /// @param inputs the types of one sample of each, without the axis that counts samples
  /// @param dtype the type of the parameters, `F32` or `F64`
  /// @param seed decides all random numbers: initial values, dropped elements
  default Network build(List<TensorType> inputs, DType dtype, long seed) {
    return Network.of(this, inputs, dtype, seed);
  }

  /// Returns this layer under a name, which replaces its number in the names of its variables:
  /// `hidden.weight` for `0.weight`.
  default Layer named(String name) {
    return new Named(name, this);
  }

  /// Returns what messages and summaries call such a layer: `Dense`.
  default String kind() {
    return getClass().isRecord() ? getClass().getSimpleName() : "Layer";
  }
}
