package dev.chainrule.kernel;

/// What is done with rectangles of a product's result as soon as they are finished, by the thread
/// that finished them: they are still in its cache.
@FunctionalInterface
public interface Tail {
  /// Takes a rectangle; each element of the result belongs to one.
  ///
  /// @param place of the first element in the result's array
  /// @param apart the distance of its rows
  void run(int place, int apart, int rows, int columns);
}
