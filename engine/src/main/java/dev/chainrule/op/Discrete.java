package dev.chainrule.op;

/// An operation through which no derivative flows: its result is chosen or counted, not computed
/// smoothly from its inputs.
public sealed interface Discrete extends Op
    permits OneHot, ArgIndexMax, Quantifier, Ranking, ArgMaxPool, RandomDraw, SplitKey {

  @Override
  default void backward(Backward tape) {}

  @Override
  default void forward(Forward tape) {}
}
