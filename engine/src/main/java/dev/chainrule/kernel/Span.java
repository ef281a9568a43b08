package dev.chainrule.kernel;

/// The elements of an array from a place on.
///
/// @param array a Java array of numbers
/// @param place of the first element
public record Span(Object array, int place) {}
