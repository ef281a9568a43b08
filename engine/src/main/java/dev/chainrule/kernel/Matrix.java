package dev.chainrule.kernel;

/// Rows of neighbouring elements in an array: a window that can be moved, so that walking over an
/// array makes no objects.
final class Matrix {
  private Object array;
  private int place;
  private int stride;
  private int rows;
  private int columns;

  /// @param array a `float[]`, `double[]` or `long[]`
  /// @param place of the first element
  /// @param stride from one row to the next
  Matrix(Object array, int place, int stride, int rows, int columns) {
    this.array = array;
    this.place = place;
    this.stride = stride;
    this.rows = rows;
    this.columns = columns;
  }

  /// Moves to other rows.
  Matrix move(Object to, int first, int distance, int count, int width) {
    array = to;
    place = first;
    stride = distance;
    rows = count;
    columns = width;
    return this;
  }

  /// Narrows this window to some neighbouring columns.
  Matrix columns(int from, int count) {
    place += from;
    columns = count;
    return this;
  }

  /// Narrows this window to some neighbouring rows.
  Matrix rows(int from, int count) {
    place += from * stride;
    rows = count;
    return this;
  }

  Object array() {
    return array;
  }

  int place() {
    return place;
  }

  int stride() {
    return stride;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }
}
