package dev.chainrule.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.chainrule.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads a [Table] from CSV text: a line per row, in UTF-8, gzipped or not.
///
/// - **Separator**: recognised as [Separator] says, or given.
/// - **Cells**: spaces around a cell do not count. `"quoted, text"` may hold separators, line ends
///   and doubled quotes.
/// - **Missing**: a blank cell and `?`.
/// - **Types**: a column is numeric when each of its cells is a number or missing, else text. `NaN`
///   and infinities in a numeric column are errors: what is not known is to be left blank.
/// - **Header**: the first line holds names when none of its cells is a number or `?`, and either a
///   column below it is numeric or, in a table of texts only, none of its cells starts with a digit
///   or occurs again in its column. Otherwise it is a row, and columns are called `column 1`,
///   `column 2`, ...
/// - **scikit-learn's first line**: `150,4,setosa,versicolor,virginica` is recognised when its
///   first two cells are the number of rows and the number of columns without the target. The other
///   cells name the target's classes 0, 1, ... A line of names may follow.
public final class Csv {
  private Csv() {}

  /// Reads a file and recognises its format.
  ///
  /// @throws FormatException if the file is empty, not UTF-8 text, damaged, or its rows differ in
  ///   length
  /// @throws dev.chainrule.ChainruleException if the file cannot be read
  public static Table read(Path path) {
    return read(path, CsvFormat.recognised());
  }

  /// Reads a file of a format that is known, wholly or in part.
  ///
  /// @throws FormatException if the file is empty, not UTF-8 text, damaged, or its rows differ in
  ///   length
  /// @throws dev.chainrule.ChainruleException if the file cannot be read
  public static Table read(Path path, CsvFormat format) {
    return parse(Content.text(Content.of(path), path.toString()), path.toString(), format);
  }

  /// Reads a table from text.
  ///
  /// @param source what messages call the text
  /// @throws FormatException if the text is empty or its rows differ in length
  public static Table parse(String text, String source, CsvFormat format) {
    Separator separator = format.separator().orElseGet(() -> Separator.recognise(text));
    List<Line> lines = lines(text, separator, source);
    if (lines.isEmpty()) {
      throw new FormatException(source + ": is empty; a table needs at least one row");
    }
    FirstLines first = FirstLines.of(lines, format.header());
    List<Line> rows = lines.subList(first.count(), lines.size());
    int width = width(first, rows, source);
    List<Column> columns = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      columns.add(column(rows, i, first.name(i), source));
    }
    var layout =
        new Table.Layout(
            "separated by " + separator + ", " + first.words(),
            first.hasNames(),
            first.classNames(),
            rows.stream().map(Line::number).toList());
    return new Table(source, columns, layout);
  }

  /// The cells of one record and the line that it starts on.
  record Line(int number, List<String> cells) {}

  private static List<Line> lines(String text, Separator separator, String source) {
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(separator.character())
            .trimWhitespacesAroundQuotes(
                separator == Separator.COMMA || separator == Separator.SEMICOLON)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    List<Line> lines = new ArrayList<>();
    try {
      for (CsvRecord cells : builder.ofCsvRecord(text)) {
        List<String> stripped = stripped(cells.getFields(), separator);
        boolean blank = stripped.stream().allMatch(String::isEmpty) && stripped.size() < 2;
        if (!blank) {
          lines.add(new Line((int) cells.getStartingLineNumber(), stripped));
        }
      }
    } catch (CsvParseException e) {
      throw new FormatException(source + ": cannot be read as CSV: " + e.getMessage(), e);
    }
    return lines;
  }

  private static List<String> stripped(List<String> cells, Separator separator) {
    List<String> stripped = new ArrayList<>(cells.size());
    for (String cell : cells) {
      String text = cell.strip();
      if (separator != Separator.SPACES || !text.isEmpty()) {
        stripped.add(text);
      }
    }
    return stripped;
  }

  private static int width(FirstLines first, List<Line> rows, String source) {
    if (rows.isEmpty()) {
      throw new FormatException(source + ": has a header but no rows");
    }
    int width = first.hasNames() ? first.names().size() : rows.getFirst().cells.size();
    for (Line row : rows) {
      if (row.cells.size() != width) {
        throw new FormatException(
            ("%s: line %d has %d cells where the lines before have %d; "
                    + "a separator or a quote may be missing")
                .formatted(source, row.number, row.cells.size(), width));
      }
    }
    return width;
  }

  private static Column column(List<Line> rows, int position, String name, String source) {
    String[] cells = new String[rows.size()];
    Arrays.setAll(cells, row -> rows.get(row).cells.get(position));
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      if (Cells.isMissing(cells[i])) {
        numbers[i] = Double.NaN;
      } else if (Cells.isNumber(cells[i])) {
        numbers[i] = Cells.number(cells[i]);
      } else {
        return new TextColumn(name, Arrays.asList(cells));
      }
    }
    for (int i = 0; i < cells.length; i++) {
      if (!Double.isFinite(numbers[i]) && !Cells.isMissing(cells[i])) {
        throw new FormatException(
            ("%s: line %d, column \"%s\": %s is not a finite number; "
                    + "leave missing values blank or write ?")
                .formatted(source, rows.get(i).number, name, cells[i]));
      }
    }
    return new NumberColumn(name, numbers);
  }
}
