package dev.chainrule.kernel;

/// What a plan over a sequence is made for. All arrays are contiguous, with the axes `[batch, time,
/// …]`.
///
/// @param element `F32` or `F64`
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
    boolean reverse,
    boolean masked,
    boolean kept) {

  /// Elements of a row of the inputs.
  int gates() {
    return cell.gates * hidden;
  }

  /// Elements of a state.
  int states() {
    return cell.states * hidden;
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
    return cell.gradients * hidden;
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
        gates(),
        hidden,
        new Gemm.Strides(distance, 1),
        Gemm.Strides.ofColumns(gates()),
        gates());
  }

  /// The product of the gradients of a step with the transposed recurrent weights.
  Gemm backProduct(int rows) {
    return Gemm.of(
        rows,
        hidden,
        gates(),
        new Gemm.Strides(time * gradients(), 1),
        Gemm.Strides.ofColumns(gates()).transposed(),
        hidden);
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
