package dev.chainrule.kernel;

import static dev.chainrule.kernel.CellSlot.ACTIVE;
import static dev.chainrule.kernel.CellSlot.BACK;
import static dev.chainrule.kernel.CellSlot.BEFORE;
import static dev.chainrule.kernel.CellSlot.BIAS;
import static dev.chainrule.kernel.CellSlot.CARRY;
import static dev.chainrule.kernel.CellSlot.GATES;
import static dev.chainrule.kernel.CellSlot.GRADIENT;
import static dev.chainrule.kernel.CellSlot.INNER;
import static dev.chainrule.kernel.CellSlot.INNER_BACK;
import static dev.chainrule.kernel.CellSlot.INNER_GRADIENT;
import static dev.chainrule.kernel.CellSlot.PRODUCT;
import static dev.chainrule.kernel.CellSlot.STATE;
import static dev.chainrule.kernel.CellSlot.TOTAL;
import static dev.chainrule.kernel.CellSlot.UPSTREAM;
import static dev.chainrule.scalar.Expression.constant;
import static dev.chainrule.scalar.Expression.input;

import dev.chainrule.kernel.CellSlot.Block;
import dev.chainrule.scalar.Expression;
import java.util.List;
import java.util.stream.Stream;

/// A cell of a recurrent network: how many blocks of `hidden` numbers it deals with, and the
/// functions of one step in time, forward and back.
///
/// Block 0 of a state is what multiplies the recurrent weights. Some cells need a second product in
/// a step: their functions are in two parts, with that product between them.
public enum Cell {
  /// `h = tanh(x + h·R)`
  TANH(1, 1, 0, 1, Cell.NO_PRODUCT),
  /// `h = max(x + h·R, 0)`
  RELU(1, 1, 0, 1, Cell.NO_PRODUCT),
  /// `c = σ(f)·c + σ(i)·tanh(g)`, `h = σ(o)·tanh(c)` with `i, f, g, o = x + h·R`
  LSTM(4, 2, 4, 4, Cell.NO_PRODUCT),
  /// As `LSTM`, but with `h = (σ(o)·tanh(c))·P`, which may have another size than `c`
  PROJECTED(4, 2, 5, 4, 4),
  /// `h = (1 − z)·n + z·h` with `r, z, · = σ(x + h·R + b)` and `n = tanh(x + r·(h·R + b))`
  GRU(3, 1, 4, 4, Cell.NO_PRODUCT),
  /// As `GRU`, but with `n = tanh(x + ((r·h)·R + b))`
  RESET_FIRST(3, 1, 4, 3, 3);

  private static final int NO_PRODUCT = -1;

  /// Blocks of the inputs and of a row of the recurrent weights.
  public final int gates;

  /// Blocks of a state.
  public final int states;

  /// Blocks of what a step computes on the way.
  public final int actives;

  /// Blocks of the gradient of a step: first those of `h·R`, then those of the inputs that differ.
  public final int gradients;

  /// The block of what a step computes on the way that the second product multiplies.
  final int inner;

  Cell(int gates, int states, int actives, int gradients, int inner) {
    this.gates = gates;
    this.states = states;
    this.actives = actives;
    this.gradients = gradients;
    this.inner = inner;
  }

  /// Returns whether a second product makes the first block of a state.
  public boolean projects() {
    return this == PROJECTED;
  }

  /// Returns whether a step has a second product.
  boolean hasInner() {
    return inner != NO_PRODUCT;
  }

  /// Returns the elements of the gradient of a step; a projection's result has one, too, the last.
  ///
  /// @param output the size of a state's first block
  public int gradients(int hidden, int output) {
    return gradients * hidden + (projects() ? output : 0);
  }

  private static final Expression A = input(0);
  private static final Expression B = input(1);
  private static final Expression C = input(2);
  private static final Expression D = input(3);
  private static final Expression E = input(4);
  private static final Expression ONE = constant(1);
  private static final Expression ZERO = constant(0);

  private static final List<CellStep> LSTM_GATES =
      List.of(
          gate(0, A.add(B).sigmoid()),
          gate(1, A.add(B).sigmoid()),
          gate(2, A.add(B).tanh()),
          gate(3, A.add(B).sigmoid()));

  private static final CellStep LSTM_CELL =
      CellStep.of(
              STATE.at(1),
              A.mul(B).add(C.mul(D)),
              ACTIVE.at(1),
              BEFORE.at(1),
              ACTIVE.at(0),
              ACTIVE.at(2))
          .otherwise(B);

  /// Returns what is computed of the inputs and `h·R`: all that comes before a second product.
  List<CellStep> activate() {
    return switch (this) {
      case TANH, RELU -> List.of();
      case LSTM -> LSTM_GATES;
      case PROJECTED -> {
        var shown = CellStep.of(ACTIVE.at(4), A.mul(B.tanh()), ACTIVE.at(3), STATE.at(1));
        yield Stream.concat(LSTM_GATES.stream(), Stream.of(LSTM_CELL, shown)).toList();
      }
      case RESET_FIRST ->
          List.of(
              biased(0, A.add(B.add(C)).sigmoid()),
              biased(1, A.add(B.add(C)).sigmoid()),
              CellStep.of(ACTIVE.at(3), A.mul(B), ACTIVE.at(0), BEFORE.at(0)));
      case GRU ->
          List.of(
              biased(0, A.add(B.add(C)).sigmoid()),
              biased(1, A.add(B.add(C)).sigmoid()),
              CellStep.of(ACTIVE.at(3), A.add(B), PRODUCT.at(2), BIAS.at(2)),
              CellStep.of(
                  ACTIVE.at(2), A.add(B.mul(C)).tanh(), GATES.at(2), ACTIVE.at(0), ACTIVE.at(3)));
    };
  }

  private static CellStep gate(int block, Expression value) {
    return CellStep.of(ACTIVE.at(block), value, GATES.at(block), PRODUCT.at(block));
  }

  private static CellStep biased(int block, Expression value) {
    return CellStep.of(ACTIVE.at(block), value, GATES.at(block), PRODUCT.at(block), BIAS.at(block));
  }

  /// Returns the functions of the new state.
  List<CellStep> advance() {
    return switch (this) {
      case TANH -> List.of(plain(A.add(B).tanh()));
      case RELU -> List.of(plain(A.add(B).max(ZERO)));
      case LSTM ->
          List.of(
              LSTM_CELL,
              CellStep.of(STATE.at(0), A.mul(B.tanh()), ACTIVE.at(3), STATE.at(1), BEFORE.at(0))
                  .otherwise(C));
      case PROJECTED ->
          List.of(CellStep.of(STATE.at(0), A, INNER.at(0), BEFORE.at(0)).otherwise(B));
      case GRU -> List.of(MIX);
      case RESET_FIRST ->
          List.of(
              CellStep.of(
                  ACTIVE.at(2), A.add(B.add(C)).tanh(), GATES.at(2), INNER.at(0), BIAS.at(2)),
              MIX);
    };
  }

  private static final CellStep MIX =
      CellStep.of(
              STATE.at(0),
              ONE.sub(A).mul(B).add(A.mul(C)),
              ACTIVE.at(1),
              ACTIVE.at(2),
              BEFORE.at(0))
          .otherwise(C);

  private static CellStep plain(Expression value) {
    return CellStep.of(STATE.at(0), value, GATES.at(0), PRODUCT.at(0), BEFORE.at(0)).otherwise(C);
  }

  private static final CellStep TOTALLED =
      CellStep.of(TOTAL.at(0), A.add(B).add(C), CARRY.at(0), BACK.at(0), UPSTREAM.at(0));

  private static final CellStep CARRIED = CellStep.of(CARRY.at(0), ZERO, TOTAL.at(0)).otherwise(A);

  /// Returns the functions of the gradients that come before the gradient of a second product.
  List<CellStep> arrive() {
    return switch (this) {
      case TANH, RELU, LSTM, GRU -> List.of();
      case PROJECTED ->
          List.of(
              TOTALLED, CellStep.of(INNER_GRADIENT.at(0), A, TOTAL.at(0)).otherwise(ZERO), CARRIED);
      case RESET_FIRST -> List.of(TOTALLED, candidate(INNER_GRADIENT.at(0)), KEEP_SLOPE);
    };
  }

  /// Returns the functions of the gradients, from the one that arrives at the new state to those of
  /// the inputs, of `h·R` and, but for the product with `R`, of the state before.
  List<CellStep> back() {
    return switch (this) {
      case TANH -> List.of(TOTALLED, slope(ONE.sub(B.mul(B)).mul(A)), CARRIED);
      case RELU -> List.of(TOTALLED, slope(B.gt(0).select(A, ZERO)), CARRIED);
      case LSTM ->
          Stream.of(List.of(TOTALLED), lstmBack(TOTAL.at(0)), List.of(CARRIED))
              .flatMap(List::stream)
              .toList();
      case PROJECTED -> lstmBack(INNER_BACK.at(0));
      case GRU ->
          List.of(
              TOTALLED,
              candidate(GRADIENT.at(3)),
              KEEP_SLOPE,
              product(0, GRADIENT.at(3), ACTIVE.at(3), ACTIVE.at(0)),
              CellStep.of(GRADIENT.at(2), A.mul(B), GRADIENT.at(3), ACTIVE.at(0)),
              CellStep.of(CARRY.at(0), A.mul(B), TOTAL.at(0), ACTIVE.at(1)).otherwise(A));
      case RESET_FIRST ->
          List.of(
              product(0, INNER_BACK.at(0), BEFORE.at(0), ACTIVE.at(0)),
              CellStep.of(
                      CARRY.at(0),
                      A.mul(B).add(C.mul(D)),
                      TOTAL.at(0),
                      ACTIVE.at(1),
                      INNER_BACK.at(0),
                      ACTIVE.at(0))
                  .otherwise(A));
    };
  }

  /// Returns the function of the first block of the gradient of the initial state.
  List<CellStep> startOutput() {
    return List.of(CellStep.of(TOTAL.at(0), A.add(B), CARRY.at(0), BACK.at(0)));
  }

  /// Returns the function of the other block of the gradient of the initial state.
  List<CellStep> startCell() {
    return states == 1 ? List.of() : List.of(CellStep.of(TOTAL.at(1), A, CARRY.at(1)));
  }

  /// @param shown the gradient of `σ(o)·tanh(c)`
  private static List<CellStep> lstmBack(Block shown) {
    return List.of(
        CellStep.of(
                TOTAL.at(1),
                A.add(B).add(C.mul(D).mul(ONE.sub(E.tanh().mul(E.tanh())))),
                CARRY.at(1),
                UPSTREAM.at(1),
                shown,
                ACTIVE.at(3),
                STATE.at(1))
            .otherwise(A.add(B)),
        product(0, TOTAL.at(1), ACTIVE.at(2), ACTIVE.at(0)),
        product(1, TOTAL.at(1), BEFORE.at(1), ACTIVE.at(1)),
        CellStep.of(
                GRADIENT.at(2),
                A.mul(B).mul(ONE.sub(C.mul(C))),
                TOTAL.at(1),
                ACTIVE.at(0),
                ACTIVE.at(2))
            .otherwise(ZERO),
        CellStep.of(
                GRADIENT.at(3),
                A.mul(B.tanh()).mul(C.mul(ONE.sub(C))),
                shown,
                STATE.at(1),
                ACTIVE.at(3))
            .otherwise(ZERO),
        CellStep.of(CARRY.at(1), A.mul(B), TOTAL.at(1), ACTIVE.at(1)).otherwise(A));
  }

  /// The gradient before a GRU's `n = tanh(…)`.
  private static CellStep candidate(Block gradient) {
    return CellStep.of(
            gradient,
            A.mul(ONE.sub(B)).mul(ONE.sub(C.mul(C))),
            TOTAL.at(0),
            ACTIVE.at(1),
            ACTIVE.at(2))
        .otherwise(ZERO);
  }

  /// The gradient before a GRU's `z = σ(…)`.
  private static final CellStep KEEP_SLOPE =
      CellStep.of(
              GRADIENT.at(1),
              A.mul(B.sub(C)).mul(D.mul(ONE.sub(D))),
              TOTAL.at(0),
              BEFORE.at(0),
              ACTIVE.at(2),
              ACTIVE.at(1))
          .otherwise(ZERO);

  private static CellStep slope(Expression value) {
    return CellStep.of(GRADIENT.at(0), value, TOTAL.at(0), STATE.at(0)).otherwise(ZERO);
  }

  /// The gradient before a sigmoid: `d · factor · s · (1 − s)`.
  private static CellStep product(int block, Block d, Block factor, Block s) {
    return CellStep.of(GRADIENT.at(block), A.mul(B).mul(C.mul(ONE.sub(C))), d, factor, s)
        .otherwise(ZERO);
  }
}
