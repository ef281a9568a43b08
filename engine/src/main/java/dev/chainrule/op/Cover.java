package dev.chainrule.op;

/// How one axis is covered by windows, of which each gives one element of a result: by windows that
/// slide, or by its parts.
public sealed interface Cover permits Window, Division {

  /// Returns how many windows there are on an axis of the given size; 0 or less if none fits.
  int count(int size);

  /// Returns where a window begins; in the padding before the axis it is negative.
  int start(int window, int size);

  /// Returns how many elements a window has, with those in the padding, but not beyond it.
  int elements(int window, int size);

  /// Returns the distance between neighbouring elements of a window.
  int dilation();
}
