package dev.chainrule.metric;

/// The harmonic mean of precision and recall: `2 · hits / (predicted + samples)`, 0 where both are
/// 0.
///
/// Shapes and values are those of [Accuracy].
///
/// @param averaging how the classes' measures become one number
public record F1(Averaging averaging) implements Metric<Score> {
  @Override
  public String name() {
    return ClassMeasure.name("F1", averaging);
  }

  @Override
  public Meter<Score> meter() {
    return new ClassMeasure(name(), matrix -> matrix.f1(averaging));
  }
}
