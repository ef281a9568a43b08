package dev.chainrule.nn;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import java.util.function.UnaryOperator;

/// A recurrent layer twice, once in each direction of time, the results side by side on the last
/// axis.
///
/// The inner layers are called `forward` and `backward` in the names of their variables. A mask is
/// given to both; of an initial state `[batch, 2 · states · hidden]` each gets a half.
///
/// **Source**: M. Schuster, K. K. Paliwal, "Bidirectional recurrent neural networks", 1997.
///
/// @param layer that of the forward direction
public record Bidirectional(Recurrent layer) implements Layer {
  @Override
  public UnaryOperator<Tensor> build(Site site) {
    var forward = site.build("forward", layer, site.inputType());
    var backward = site.build("backward", layer.reversed(), site.inputType());
    return (Joint)
        (x, more) ->
            Tensor.concatenate(
                -1, forward.apply(x, half(more, 0)), backward.apply(x, half(more, 1)));
  }

  private static Tensor[] half(Tensor[] more, int index) {
    var own = more.clone();
    for (int i = 0; i < own.length; i++) {
      if (own[i].dtype() != DType.BOOL && own[i].shape().rank() == 2) {
        int size = own[i].shape().size(1) / 2;
        own[i] = own[i].slice(1, index * size, (index + 1) * size);
      }
    }
    return own;
  }
}
