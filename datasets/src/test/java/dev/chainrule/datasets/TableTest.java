package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TableTest {
  private static final Table TABLE =
      Table.of(
          "people",
          new NumberColumn("Age", 31, Double.NaN, 42, 31),
          new TextColumn("town", List.of("Ulm", " ? ", "Bonn", "Ulm")),
          new NumberColumn("2", 1, 2, 3, 4));

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void columnsAreChosenByNameNumberOrLast() {
    assertEquals(1, TABLE.position("town"));
    assertEquals(0, TABLE.position("1"));
    assertEquals(2, TABLE.position("last"));
    assertEquals(2, TABLE.position("2"), "a name wins over a number");
  }

  @Test
  void unknownColumnsAreRefusedWithWhatThereIs() {
    assertEquals(
        "people: there is no column \"age\" (there is \"Age\"); columns are \"Age\", \"town\","
            + " \"2\"",
        refused(() -> TABLE.column("age")));
    assertEquals(
        "people: there is no column 4: columns are numbered 1..3",
        refused(() -> TABLE.column("4")));
    Table unnamed = Csv.parse("1,2\n3,4\n", "x.csv", CsvFormat.recognised());
    assertEquals(
        "x.csv: there is no column \"age\"; the file has no header; "
            + "write a number from 1 to 2, or last",
        refused(() -> unnamed.column("age")));
  }

  @Test
  void distinctValuesAreSortedWithoutMissingOnes() {
    assertArrayEquals(new double[] {31, 42}, ((NumberColumn) TABLE.column("Age")).distinct());
    assertEquals(List.of("Bonn", "Ulm"), ((TextColumn) TABLE.column("town")).distinct());
    assertArrayEquals(new double[] {0}, new NumberColumn("zero", 0.0, -0.0).distinct());
  }

  @Test
  void missingCellsHaveNoText() {
    assertEquals("", TABLE.column("Age").text(1));
    assertEquals("", TABLE.column("town").text(1));
    assertEquals(1, TABLE.column("town").missing());
    assertEquals("people: row 2", TABLE.place(1));
  }

  @Test
  void refusesColumnsThatDoNotFitTogether() {
    assertEquals(
        "t: columns differ in length: \"a\" has 1 rows, \"b\" has 2",
        refused(() -> Table.of("t", new NumberColumn("a", 1), new NumberColumn("b", 1, 2))));
    assertEquals(
        "t: two columns are called \"a\"; give each its own name",
        refused(() -> Table.of("t", new NumberColumn("a", 1), new NumberColumn("a", 1))));
    refused(() -> Table.of("t"));
    refused(() -> Table.of("t", new NumberColumn("a")));
    refused(() -> new NumberColumn("a", Double.POSITIVE_INFINITY));
  }
}
