package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static Table parse(String text) {
    return Csv.parse(text, "x.csv", CsvFormat.recognised());
  }

  private static String refused(String text) {
    return assertThrows(FormatException.class, () -> parse(text)).getMessage();
  }

  private static List<String> names(Table table) {
    return table.columns().stream().map(Column::name).toList();
  }

  private static List<String> row(Table table, int row) {
    return table.columns().stream().map(column -> column.text(row)).toList();
  }

  @Test
  void readsAHeaderAndTypedColumns() {
    Table table = parse("age,town,income\n31,Ulm,2.5e3\n42,Bonn,-.5\n");
    assertEquals(List.of("age", "town", "income"), names(table));
    assertTrue(table.isNamed());
    assertEquals(2, table.rows());
    assertInstanceOf(NumberColumn.class, table.column("age"));
    assertInstanceOf(TextColumn.class, table.column("town"));
    assertEquals(List.of("31", "Ulm", "2500"), row(table, 0));
    assertEquals(
        "x.csv: 2 rows, 3 columns, separated by commas, with a header", table.description());
  }

  @Test
  void aFirstLineWithANumberIsARow() {
    Table table = parse("M,0.455,15\nF,0.53,9\n");
    assertFalse(table.isNamed());
    assertEquals(List.of("column 1", "column 2", "column 3"), names(table));
    assertEquals(2, table.rows());
  }

  @Test
  void aFirstLineOfTextsIsAHeaderUnlessItsTextsComeAgain() {
    assertTrue(parse("colour,shape\nred,round\nblue,flat\n").isNamed());
    assertFalse(parse("red,round\nblue,flat\nred,flat\n").isNamed());
    assertFalse(parse("red,round\n").isNamed());
    assertFalse(parse("?,shape\n1,2\n").isNamed());
  }

  @Test
  void aGivenHeaderIsNotQuestioned() {
    var present = CsvFormat.recognised().withHeader(CsvFormat.Header.PRESENT);
    Table years = Csv.parse("1999,2000\n1,2\n", "x.csv", present);
    assertEquals(List.of("1999", "2000"), names(years));
    var absent = CsvFormat.recognised().withHeader(CsvFormat.Header.ABSENT);
    assertEquals(2, Csv.parse("a,b\nc,d\n", "x.csv", absent).rows());
  }

  @Test
  void blankAndRepeatedNamesAreMadeDistinct() {
    assertEquals(List.of("column 1", "x", "x (2)"), names(parse(",x,x\n1,2,3\n")));
  }

  @Test
  void scikitLearnsFirstLineGivesClassNames() {
    Table table = parse("3,2,setosa,virginica\n5.1,3.5,0\n4.9,3,1\n6,3,1\n");
    assertEquals(List.of("setosa", "virginica"), table.classNames());
    assertEquals(3, table.rows());
    assertEquals(3, table.columns().size());
    assertFalse(table.isNamed());
    assertTrue(table.description().endsWith("first line in scikit-learn's form"));
  }

  @Test
  void aLineOfNamesMayFollowScikitLearnsFirstLine() {
    Table table = parse("2,1,,\n\"RM\",\"MEDV\"\n6.5,24\n6.4,21.6\n");
    assertEquals(List.of("RM", "MEDV"), names(table));
    assertEquals(List.of(), table.classNames());
    assertEquals(2, table.rows());
  }

  @Test
  void numbersThatOnlyLookLikeScikitLearnsFirstLineAreARow() {
    assertEquals(3, parse("5,2,1\n1,2,3\n3,4,5\n").rows());
    // Its counts fit, but what would be class names are numbers.
    assertEquals(3, parse("2,3,7,8\n1,2,3,4\n5,6,7,8\n").rows());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a,b,c\n1,2,3\n", "a;b;c\n1;2;3\n", "a\tb\tc\n1\t2\t3\n", "a b  c\n 1 2 3 \n"})
  void recognisesTheSeparator(String text) {
    Table table = parse(text);
    assertEquals(List.of("a", "b", "c"), names(table));
    assertEquals(List.of("1", "2", "3"), row(table, 0));
  }

  @Test
  void separatorsInsideQuotesAndTextsDoNotMislead() {
    assertEquals(List.of("x, y", "1"), row(parse("\"x, y\";1\n\"u, v\";2\n"), 0));
    assertEquals(List.of("near the bay", "1"), row(parse("near the bay,1\ninland,2\n"), 0));
    assertEquals(List.of("1,5", "2,5"), row(parse("1,5;2,5\n3,5;4,5\n"), 0));
  }

  @Test
  void aGivenSeparatorIsNotQuestioned() {
    var format = CsvFormat.recognised().withSeparator(Separator.SEMICOLON);
    assertEquals(1, Csv.parse("1,2\n3,4\n", "x.csv", format).columns().size());
  }

  @Test
  void quotedCellsHoldSeparatorsQuotesAndLineEnds() {
    Table table = parse("name,n\n\"a, \"\"b\"\"\nc\", 1\nd , \"2\" \n");
    assertEquals("a, \"b\"\nc", table.column("name").text(0));
    assertEquals(List.of("d", "2"), row(table, 1));
    assertEquals("x.csv: line 4", table.place(1));
  }

  @Test
  void blankAndQuestionMarkAreMissing() {
    Table table = parse("a,b\n1,x\n ,?\n?,\"\"\n");
    assertInstanceOf(NumberColumn.class, table.column("a"));
    assertEquals(2, table.column("a").missing());
    assertEquals(2, table.column("b").missing());
    assertTrue(table.column("b").isMissing(2));
  }

  @Test
  void onlyDecimalNumbersAreNumbers() {
    for (String number : List.of("0", "-1", "+2.", ".5", "1e5", "1.5E-3", "007")) {
      assertInstanceOf(NumberColumn.class, parse(number + ",1\n").column("1"), number);
    }
    for (String text : List.of("1f", "0x10", "1,5;", "1e", ".", "-", "1 000", "٣", "1.2.3")) {
      assertFalse(Cells.isNumber(text), text);
    }
  }

  @Test
  void numbersThatAreNotFiniteAreRefusedWithTheirPlace() {
    assertEquals(
        "x.csv: line 3, column \"b\": NaN is not a finite number; "
            + "leave missing values blank or write ?",
        refused("a,b\n1,2\n3,NaN\n"));
    assertTrue(refused("1,-inf\n2,3\n").contains("line 1, column \"column 2\": -inf"));
    assertTrue(refused("1,1e999\n2,3\n").contains("1e999 is not a finite number"));
    assertInstanceOf(TextColumn.class, parse("1,Nan\n2,Ann\n").column("last"));
  }

  @Test
  void rowsOfOtherLengthsAreRefusedWithTheirLine() {
    assertEquals(
        "x.csv: line 3 has 3 cells where the lines before have 2; "
            + "a separator or a quote may be missing",
        refused("a,b\n1,2\n1,2,3\n"));
  }

  @Test
  void emptyFilesAreRefused() {
    assertEquals("x.csv: is empty; a table needs at least one row", refused(""));
    assertEquals("x.csv: is empty; a table needs at least one row", refused("\n \n\n"));
    var present = CsvFormat.recognised().withHeader(CsvFormat.Header.PRESENT);
    assertEquals(
        "x.csv: has a header but no rows",
        assertThrows(FormatException.class, () -> Csv.parse("a,b\n", "x.csv", present))
            .getMessage());
  }

  @Test
  void openQuotesAreRefused() {
    assertTrue(refused("a,b\n1,\"2\n3,4\n").startsWith("x.csv: cannot be read as CSV: "));
  }

  @Test
  void blankLinesDoNotCount() {
    Table table = parse("\na,b\r\n\r\n1,2\r\n   \n3,4");
    assertEquals(2, table.rows());
    assertEquals("x.csv: line 6", table.place(1));
  }

  @Test
  void readsFilesGzippedOrNot(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.csv");
    byte[] text = "a,b\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(file, text);
    assertEquals(1, Csv.read(file).rows());
    Files.write(file, ContentTest.gzip(text));
    assertEquals(file.toString(), Csv.read(file).source());
  }

  @Test
  void anyTextGivesATableOrAnError() {
    long seed = 31;
    Random random = new Random(seed);
    String alphabet = "0123456789,,,;;\t  \"\"\n\n\r.-eEab?Nn\u00e9\uFEFF";
    for (int round = 0; round < 4_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? "" : "a,b,c\n1,2,x\n4,?,y\n");
      for (int i = random.nextInt(40); i > 0; i--) {
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        text.insert(random.nextInt(text.length() + 1), c);
      }
      try {
        Table table = parse(text.toString());
        assertTrue(table.rows() > 0);
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("x.csv: "), "seed " + seed + ": " + e);
        assertFalse(e.getMessage().contains("\n"), "seed " + seed + ": " + e);
      }
    }
  }
}
