package dev.chainrule.datasets;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The data sets inside the jar: small, real, and there without a network. `META-INF/NOTICE` has
/// sources and licences.
///
/// | | samples | inputs | classes |
/// |---|---|---|---|
/// | [#mnist] | 60,000 + 10,000 | `[28, 28, 1]`, 0..1 | 10 digits |
/// | [#digits] | 1,797 | `[8, 8, 1]`, 0..1 | 10 digits |
/// | [#iris] | 150 | `[4]`, centimetres | 3 species |
/// | [#wine] | 178 | `[13]`, as measured | 3 cultivars |
/// | [#breastCancer] | 569 | `[30]`, as measured | malignant, benign |
/// | [#tinyShakespeare] | 1,115,394 characters | windows of any length | 65 characters |
///
/// All inputs are f32 and all targets i32 labels `[n]`, but for the text, where both are i32.
/// Nothing is scaled except the pixels, and only MNIST and the text are split; see `Split` and
/// `Scaling`.
public final class Datasets {
  private Datasets() {}

  /// Returns handwritten digits, 28 × 28 pixels each.
  public static Mnist mnist() {
    return new Mnist();
  }

  /// Returns handwritten digits, 8 × 8 pixels each: small enough to train in a second.
  public static Dataset digits() {
    Table table = TableResource.DIGITS.read();
    int pixels = table.columns().size() - 1;
    byte[] bytes = new byte[table.rows() * pixels];
    for (int i = 0; i < pixels; i++) {
      double[] values = numbers(table, i);
      for (int row = 0; row < values.length; row++) {
        bytes[row * pixels + i] = (byte) values[row];
      }
    }
    return Dataset.ofImages(
            ByteBuffer.wrap(bytes), Shape.of(table.rows(), 8, 8, 1), 16, labels(table))
        .withClassNames(Mnist.DIGITS);
  }

  /// Returns iris flowers: four lengths in centimetres tell three species apart.
  public static Dataset iris() {
    return dataset(TableResource.IRIS);
  }

  /// Returns wines: thirteen measurements tell three cultivars apart.
  public static Dataset wine() {
    return dataset(TableResource.WINE);
  }

  /// Returns breast tumours: thirty measurements of cell nuclei tell malignant (0) from benign (1).
  public static Dataset breastCancer() {
    return dataset(TableResource.BREAST_CANCER);
  }

  /// Returns a text of Shakespeare's plays.
  public static CharacterText tinyShakespeare() {
    return CharacterText.ofResource("tiny-shakespeare.txt.gz");
  }

  /// Returns the names that [#table] takes.
  public static List<String> tableNames() {
    return Arrays.stream(TableResource.values()).map(TableResource::title).toList();
  }

  /// Returns a built-in set as a table whose last column is the class, to be treated like a CSV
  /// file.
  ///
  /// @param name one of [#tableNames]
  /// @throws IllegalArgumentException if there is no such table
  public static Table table(String name) {
    return Arrays.stream(TableResource.values())
        .filter(resource -> resource.title().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Datasets: there is no table \"%s\"; there are %s"
                    .formatted(name, Wording.list(tableNames()))))
        .read();
  }

  private static Dataset dataset(TableResource resource) {
    Table table = resource.read();
    int features = table.columns().size() - 1;
    float[] inputs = new float[table.rows() * features];
    for (int i = 0; i < features; i++) {
      double[] values = numbers(table, i);
      for (int row = 0; row < values.length; row++) {
        inputs[row * features + i] = (float) values[row];
      }
    }
    Tensor labels = Tensor.of(labels(table), Shape.of(table.rows()));
    return Dataset.of(Tensor.of(inputs, Shape.of(table.rows(), features)), labels)
        .withFeatureNames(table.columns().stream().limit(features).map(Column::name).toList())
        .withClassNames(table.classNames());
  }

  private static int[] labels(Table table) {
    return Arrays.stream(numbers(table, table.columns().size() - 1))
        .mapToInt(label -> (int) label)
        .toArray();
  }

  private static double[] numbers(Table table, int position) {
    var column = (NumberColumn) table.columns().get(position);
    return IntStream.range(0, table.rows()).mapToDouble(column::value).toArray();
  }
}
