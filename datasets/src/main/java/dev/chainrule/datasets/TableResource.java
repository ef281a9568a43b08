package dev.chainrule.datasets;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tables inside the jar, with the names of their columns, which the files leave out.
enum TableResource {
  IRIS(
      "iris",
      "iris.csv",
      List.of(
          "sepal length (cm)",
          "sepal width (cm)",
          "petal length (cm)",
          "petal width (cm)",
          "species")),
  WINE(
      "wine",
      "wine.csv",
      List.of(
          "alcohol",
          "malic acid",
          "ash",
          "alcalinity of ash",
          "magnesium",
          "total phenols",
          "flavanoids",
          "nonflavanoid phenols",
          "proanthocyanins",
          "colour intensity",
          "hue",
          "OD280/OD315 of diluted wine",
          "proline",
          "cultivar")),
  BREAST_CANCER("breast-cancer", "breast-cancer.csv", nucleusMeasurements()),
  DIGITS("digits", "digits.csv.gz", pixels());

  private final String title;
  private final String file;
  private final List<String> columns;

  TableResource(String title, String file, List<String> columns) {
    this.title = title;
    this.file = file;
    this.columns = columns;
  }

  /// The name that users write.
  String title() {
    return title;
  }

  Table read() {
    String text = Content.text(Content.ofResource(file), file);
    return Csv.parse(text, title, CsvFormat.recognised()).named(columns);
  }

  /// Ten measures of the cell nuclei: mean, standard error and the mean of the three worst.
  private static List<String> nucleusMeasurements() {
    List<String> measures =
        List.of(
            "radius",
            "texture",
            "perimeter",
            "area",
            "smoothness",
            "compactness",
            "concavity",
            "concave points",
            "symmetry",
            "fractal dimension");
    Stream<String> features =
        Stream.of("mean %s", "error of %s", "worst %s")
            .flatMap(form -> measures.stream().map(form::formatted));
    return Stream.concat(features, Stream.of("diagnosis")).toList();
  }

  private static List<String> pixels() {
    Stream<String> pixels =
        IntStream.range(0, 64).mapToObj(i -> "row %d column %d".formatted(i / 8 + 1, i % 8 + 1));
    return Stream.concat(pixels, Stream.of("digit")).toList();
  }
}
