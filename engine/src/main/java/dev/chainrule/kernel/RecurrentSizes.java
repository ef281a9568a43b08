package dev.chainrule.kernel;

import java.util.List;

/// What a plan over a sequence is made for. All arrays are contiguous, with the axes `[batch, time,
/// …]`.
///
/// @param element `F32` or `F64`
/// @param output elements of a state's first block, `hidden` unless a projection makes it
/// @param reverse whether time runs from the last step to the first
/// @param masked whether some steps may not count
/// @param kept whether rows of states are followed by what steps compute on the way, which the
///   gradient needs
public record RecurrentSizes(
    Cell cell,
    Element element,
    int batch,
    int time,
    int hidden,
    int output,
    boolean reverse,
    boolean masked,
    boolean kept) {

  /// Elements of a row of the inputs.
  int gates() {
    return cell.gates * hidden;
  }

  /// Elements of a state.
  int states() {
    return output + (cell.states - 1) * hidden;
  }

  /// Elements of what a step computes on the way.
  int actives() {
    return cell.actives * hidden;
  }

  /// Elements from one row of states to the next.
  int row() {
    return kept ? states() + actives() : states();
  }

  /// Elements of a row of the gradients.
  int gradients() {
    return cell.gradients(hidden, output);
  }

  /// Columns of the recurrent weights that the state before multiplies; behind them come the
  /// weights of a second product, if that is with recurrent weights.
  int outer() {
    return cell == Cell.RESET_FIRST ? 2 * hidden : gates();
  }

  boolean isEmpty() {
    return batch == 0 || hidden == 0;
  }

  /// The step that comes at a place in the order of time.
  int step(int order) {
    return reverse ? time - 1 - order : order;
  }

  /// The product of states, whose rows are so far apart, with the recurrent weights.
  Gemm product(int rows, int distance) {
    return Gemm.of(
        rows,
        outer(),
        output,
        new Gemm.Strides(distance, 1),
        Gemm.Strides.ofColumns(gates()),
        gates());
  }

  /// The second product of a step, of what it computed on the way.
  Gemm innerProduct(int rows) {
    int distance = kept ? time * row() : actives();
    return Gemm.of(rows, output, hidden, new Gemm.Strides(distance, 1), innerWeights(), output);
  }

  /// The product of the gradients of a step with the transposed recurrent weights.
  Gemm backProduct(int rows) {
    return Gemm.of(
        rows,
        output,
        outer(),
        new Gemm.Strides(time * gradients(), 1),
        Gemm.Strides.ofColumns(gates()).transposed(),
        output);
  }

  /// The product of the gradients of what the second product gave with its transposed weights.
  Gemm innerBackProduct(int rows) {
    var gradients = new Gemm.Strides(time * gradients(), 1);
    return Gemm.of(rows, hidden, output, gradients, innerWeights().transposed(), hidden);
  }

  private Gemm.Strides innerWeights() {
    return Gemm.Strides.ofColumns(cell == Cell.RESET_FIRST ? gates() : output);
  }

  /// A loop over blocks of `hidden` columns.
  CellLoop loop(List<CellStep> steps, int rows) {
    return new CellLoop(steps, this, rows, hidden, output - hidden);
  }

  /// A loop over the first blocks of states.
  CellLoop outputLoop(List<CellStep> steps, int rows) {
    return new CellLoop(steps, this, rows, output, 0);
  }

  Object allocate(int length) {
    return element == Element.F32 ? new float[length] : new double[length];
  }

  void clear(Object array, int from, int length) {
    if (array instanceof float[] floats) {
      java.util.Arrays.fill(floats, from, from + length, 0);
    } else {
      java.util.Arrays.fill((double[]) array, from, from + length, 0);
    }
  }
}
