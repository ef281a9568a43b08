package dev.chainrule.metric;

/// Of the samples predicted to be a class, the share that are: `hits / predicted`, 0 where nothing
/// was predicted.
///
/// Shapes and values are those of [Accuracy].
///
/// @param averaging how the classes' measures become one number
public record Precision(Averaging averaging) implements Metric<Score> {
  @Override
  public String name() {
    return ClassMeasure.name("precision", averaging);
  }

  @Override
  public Meter<Score> meter() {
    return new ClassMeasure(name(), matrix -> matrix.precision(averaging));
  }
}
