package dev.chainrule;

/// What is known of a tensor before it is computed: its shape and the type of its elements.
///
/// @param shape the sizes of the axes
/// @param dtype the type of the elements
public record TensorType(Shape shape, DType dtype) {

  /// Returns the same element type with another shape.
  public TensorType with(Shape other) {
    return new TensorType(other, dtype);
  }

  /// Returns the same shape with another element type.
  public TensorType with(DType other) {
    return new TensorType(shape, other);
  }

  /// Returns for example `f32 [64, 784]`.
  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
