package dev.chainrule.kernel;

/// Rows of neighbouring elements in an array.
///
/// @param array a `float[]`, `double[]` or `long[]`
/// @param place of the first element
/// @param stride from one row to the next
record Matrix(Object array, int place, int stride, int rows, int columns) {

  /// Returns some neighbouring columns.
  Matrix columns(int from, int count) {
    return new Matrix(array, place + from, stride, rows, count);
  }

  /// Returns some neighbouring rows.
  Matrix rows(int from, int count) {
    return new Matrix(array, place + from * stride, stride, count, columns);
  }
}
