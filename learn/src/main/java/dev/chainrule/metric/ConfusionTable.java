package dev.chainrule.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A confusion matrix as aligned text: true classes down, predicted classes across, recall and
/// precision at the edges.
final class ConfusionTable {
  /// Longer class names are cut, so that ten classes still fit on a wide terminal.
  private static final int LONGEST_NAME = 14;

  /// Tables of more columns are set closer, so that ten classes fit into 80 characters.
  private static final int FEW_COLUMNS = 8;

  private ConfusionTable() {}

  static String of(ConfusionMatrix matrix, List<String> names) {
    int classes = matrix.classes();
    List<String> labels =
        IntStream.range(0, classes)
            .mapToObj(c -> names.isEmpty() ? Integer.toString(c) : shortened(names.get(c)))
            .toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("predicted →", labels, "recall %"));
    for (int truth = 0; truth < classes; truth++) {
      int row = truth;
      List<String> counts =
          IntStream.range(0, classes).mapToObj(c -> Long.toString(matrix.count(row, c))).toList();
      double recall = matrix.recall(new Averaging.OneClass(row));
      lines.add(line(labels.get(row), counts, percent(recall)));
    }
    List<String> precisions =
        IntStream.range(0, classes)
            .mapToObj(c -> percent(matrix.precision(new Averaging.OneClass(c))))
            .toList();
    lines.add(line("precision %", precisions, ""));
    return aligned(lines);
  }

  private static List<String> line(String first, List<String> middle, String last) {
    List<String> line = new ArrayList<>(middle.size() + 2);
    line.add(first);
    line.addAll(middle);
    line.add(last);
    return line;
  }

  /// Pads the first column on the right and the others on the left.
  private static String aligned(List<List<String>> lines) {
    int[] widths =
        IntStream.range(0, lines.getFirst().size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    return lines.stream()
        .map(line ->
            IntStream.range(0, widths.length)
                .mapToObj(i -> padded(line.get(i), i == 0 ? -widths[i] : widths[i]))
                .collect(Collectors.joining(widths.length > FEW_COLUMNS ? " " : "  "))
                .stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
