package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.function.UnaryOperator;

/// One step of a recurrent layer, for loops over time of one's own.
///
/// | | shape |
/// |---|---|
/// | input | `[batch, features]` |
/// | state, zeros if it is not given | `[batch, states · hidden]` |
/// | output, the new state | `[batch, states · hidden]` |
///
/// The layer is [Joint]: `state = cell.apply(x, state)`. Its variables are those of the recurrent
/// layer.
///
/// @param layer of which it is a step
public record RecurrentCell(Recurrent layer) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    if (site.input().rank() != 1) {
      throw new ShapeException(
          "%s: needs samples of one axis, features, got %s".formatted(site, site.input()));
    }
    int features = site.input().size(0);
    var sample = new TensorType(Shape.of(1, features), site.inputType().dtype());
    var sequence = layer.unrolling(Unrolling.PLAIN).states().build(site.with(sample));
    return (Joint)
        (x, more) -> {
          LastAxis.require(site, x, features);
          for (var state : more) {
            if (state.dtype() == DType.BOOL) {
              throw new IllegalArgumentException(
                  site + ": takes an input and a state of numbers, got truths");
            }
          }
          return ((Joint) sequence).apply(x.unsqueeze(1), more).select(1, 0);
        };
  }
}
