package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.TensorType;
import java.util.List;

/// The result's type of a recurrent cell over a sequence, and what its inputs must be.
///
/// @param op the cell over the sequence
record RecurrentType(Recurrent op) {
  TensorType of(List<TensorType> inputs) {
    var gates = inputs.get(0).shape();
    var recurrent = inputs.get(1).shape();
    int count = op.cell().gates;
    String blocks = (count == 1 ? "" : count + " · ") + "hidden";
    if (gates.rank() != 3) {
      throw new ShapeException(
          "%s: gates need the axes [batch, time, %s], got %s".formatted(op.name(), blocks, gates));
    }
    if (gates.size(1) == 0) {
      throw new ShapeException(
          "%s: the sequence has no steps in time: gates are %s".formatted(op.name(), gates));
    }
    if (recurrent.rank() != 2 || !fits(recurrent)) {
      throw new ShapeException(
          "%s: recurrent weights are %s; they must be [%s, %s]"
              .formatted(op.name(), recurrent, op.cell().projects() ? "output" : "hidden", blocks));
    }
    checkOthers(inputs, op.widths(recurrent));
    return new TensorType(
        gates.with(-1, op.widths(recurrent).state()), dtype(inputs.subList(0, op.maskInput())));
  }

  private boolean fits(Shape recurrent) {
    return op.cell().projects()
        ? recurrent.size(0) > 0 && recurrent.size(1) % op.cell().gates == 0
        : recurrent.size(1) == op.cell().gates * recurrent.size(0);
  }

  private void checkOthers(List<TensorType> inputs, Recurrent.Widths widths) {
    var gates = inputs.get(0).shape();
    int hidden = widths.hidden();
    int row = op.cell().gates * hidden;
    require("gates", gates, gates.with(-1, row), hidden);
    var state = Shape.of(gates.size(0), widths.state());
    require("the initial state", inputs.get(2).shape(), state, hidden);
    if (op.cell().projects()) {
      var projection = Shape.of(hidden, widths.output());
      require("the projection", inputs.get(3).shape(), projection, hidden);
    }
    if (op.biased()) {
      require("the bias", inputs.get(3).shape(), Shape.of(row), hidden);
    }
    if (op.masked(inputs)) {
      checkMask(inputs.get(op.maskInput()), gates);
    }
  }

  private void require(String what, Shape found, Shape expected, int hidden) {
    if (!found.equals(expected)) {
      throw new ShapeException(
          "%s: %s %s %s; %d hidden units need %s"
              .formatted(
                  op.name(), what, what.equals("gates") ? "are" : "is", found, hidden, expected));
    }
  }

  private void checkMask(TensorType mask, Shape gates) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "%s: a mask holds truths, which steps count, got %s; convert with to(DType.BOOL)"
              .formatted(op.name(), mask.dtype()));
    }
    if (!mask.shape().equals(gates.part(0, 2))) {
      throw new ShapeException(
          "%s: the mask is %s; gates %s need %s, batch by time"
              .formatted(op.name(), mask.shape(), gates, gates.part(0, 2)));
    }
  }

  private DType dtype(List<TensorType> numbers) {
    var met = DType.F32;
    for (var input : numbers) {
      if (!input.dtype().floating()) {
        throw new DTypeException(
            "%s: takes f32 or f64, got %s; convert with to(DType.F32)"
                .formatted(op.name(), input.dtype()));
      }
      met = met.promote(input.dtype());
    }
    return met;
  }
}
