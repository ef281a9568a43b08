package dev.chainrule.metric;

/// Of the samples of a class, the share that was found: `hits / samples`, 0 where the class has no
/// sample.
///
/// Shapes and values are those of [Accuracy].
///
/// @param averaging how the classes' measures become one number
public record Recall(Averaging averaging) implements Metric<Score> {
  @Override
  public String name() {
    return ClassMeasure.name("recall", averaging);
  }

  @Override
  public Meter<Score> meter() {
    return new ClassMeasure(name(), matrix -> matrix.recall(averaging));
  }
}
