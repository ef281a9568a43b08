package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePreparationTest {
  private static final TablePreparation NAMED = named().preparation();

  private static PreparedTable named() {
    String rows =
        IntStream.range(0, 60)
            .mapToObj(i -> i + "," + (i % 2 == 0 ? "Ulm" : "Bonn") + "," + (i < 30 ? "no" : "yes"))
            .collect(Collectors.joining("\n", "age,town,buys\n", "\n"));
    return SupervisedTable.of(parse(rows), "buys").seed(5).prepare();
  }

  private static Table parse(String text) {
    return Csv.parse(text, "new.csv", CsvFormat.recognised());
  }

  private static float[] inputs(TablePreparation preparation, String text) {
    return preparation.inputs(parse(text)).toFloatArray();
  }

  private static String refused(TablePreparation preparation, String text) {
    return assertThrows(FormatException.class, () -> inputs(preparation, text)).getMessage();
  }

  @Test
  void columnsAreFoundByNameWhateverTheirOrder() {
    float[] expected = inputs(NAMED, "age,town,buys\n20,Ulm,no\n");
    assertEquals(Shape.of(1, 3), NAMED.inputs(parse("age,town\n20,Ulm\n")).shape());
    assertArrayEquals(expected, inputs(NAMED, "town,extra,age\nUlm,7,20\n"));
    assertArrayEquals(new float[] {0, 1}, new float[] {expected[1], expected[2]});
  }

  @Test
  void columnsWithoutNamesAreFoundByPosition() {
    float[] expected = inputs(NAMED, "age,town\n20,Ulm\n");
    assertArrayEquals(expected, inputs(NAMED, "20,Ulm\n"));
    assertArrayEquals(expected, inputs(NAMED, "20,Ulm,no\n"));
    assertEquals(
        "new.csv: has 4 columns; the model was trained on 3 with the target, which is column 3",
        refused(NAMED, "20,Ulm,no,1\n"));
  }

  @Test
  void theTargetMayBeAbsentFromAnyPosition() {
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> i % 2 + "," + i + "," + -i)
            .collect(Collectors.joining("\n"));
    var preparation = SupervisedTable.of(parse(rows), "1").prepare().preparation();
    assertArrayEquals(inputs(preparation, "1,20,-7\n"), inputs(preparation, "20,-7\n"));
  }

  @Test
  void missingCellsAndUnknownCategoriesHaveAMeaning() {
    float[] unknown = inputs(NAMED, "age,town\n20,Rom\n");
    assertArrayEquals(new float[] {0, 0}, new float[] {unknown[1], unknown[2]});
    float[] missing = inputs(NAMED, "age,town\n?,\n");
    assertEquals(1, missing[1] + missing[2]);
    assertTrue(Float.isFinite(missing[0]));
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPlace() {
    assertEquals(
        "new.csv: column \"town\" is missing; the model was trained with it; "
            + "columns here are \"age\", \"city\"",
        refused(NAMED, "age,city\n1,Ulm\n"));
    assertEquals(
        "new.csv: line 3, column \"age\": \"old\" is not a number",
        refused(NAMED, "age,town\n1,Ulm\nold,Ulm\n"));
    assertTrue(
        refused(NAMED, "age,town\n1e300,Ulm\n").contains("too far from the training rows' mean"));
  }

  @Test
  void aCategoryMayLookLikeANumberInALaterFile() {
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> (i % 2 == 0 ? "7" : "x") + "," + i % 2)
            .collect(Collectors.joining("\n", "code,y\n", "\n"));
    var preparation = SupervisedTable.of(parse(rows), "y").prepare().preparation();
    assertArrayEquals(new float[] {1, 0}, inputs(preparation, "code,y\n7,0\n"));
  }

  @Test
  void laterTablesWithTargetsCanBeEvaluated() {
    var dataset = NAMED.dataset(parse("buys,age,town\nyes,1,Ulm\n?,2,Ulm\nno,3,Bonn\n"));
    assertArrayEquals(new int[] {1, 0}, dataset.labels());
    assertEquals(List.of("no", "yes"), dataset.classNames());
    assertEquals(
        "new.csv: line 2, column \"buys\": \"maybe\" is none of the 2 classes trained on: "
            + "\"no\", \"yes\"",
        assertThrows(
                FormatException.class,
                () -> NAMED.dataset(parse("age,town,buys\n1,Ulm,maybe\n2,Ulm,no\n")))
            .getMessage());
    assertThrows(
        FormatException.class, () -> NAMED.dataset(parse("age,town,buys\n1,Ulm,?\n2,Ulm,\n")));
  }

  @Test
  void aPreparationReadFromJsonDoesTheSame() {
    String json = NAMED.toJson().indented();
    var again = TablePreparation.fromJson(Json.parse(json, "model.json"));
    String rows = "age,town\n20,Ulm\n?,Bonn\n-3.25,Rom\n";
    assertArrayEquals(inputs(NAMED, rows), inputs(again, rows));
    assertEquals(json, again.toJson().indented());
    assertEquals(NAMED.featureNames(), again.featureNames());
    assertEquals(NAMED.classNames(), again.classNames());
    assertEquals(2, again.outputs());
  }

  @Test
  void aRegressionReadFromJsonHasTheSameUnit() {
    String rows =
        IntStream.range(0, 60).mapToObj(i -> i + "," + i * 1.5).collect(Collectors.joining("\n"));
    var preparation = SupervisedTable.of(parse(rows), "last").prepare().preparation();
    var again = TablePreparation.fromJson(Json.parse(preparation.toJson().toString(), "x"));
    Tensor outputs = Tensor.of(new float[] {-1, 0.5f}, Shape.of(2, 1));
    assertArrayEquals(
        preparation.inTargetUnits(outputs).toDoubleArray(),
        again.inTargetUnits(outputs).toDoubleArray());
    assertEquals(1, again.outputs());
    assertThrows(IllegalStateException.class, () -> NAMED.inTargetUnits(outputs));
  }

  @Test
  void damagedJsonGivesAPreparationOrAnError() {
    String json = NAMED.toJson().toString();
    long seed = 41;
    Random random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      var text = new StringBuilder(json);
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(text.length());
        text.replace(
            at,
            Math.min(text.length(), at + random.nextInt(3)),
            "" + "0x\"-,9]".charAt(random.nextInt(7)));
      }
      try {
        TablePreparation.fromJson(Json.parse(text.toString(), "model.json"));
      } catch (FormatException e) {
        assertTrue(!e.getMessage().isEmpty(), "seed " + seed);
      }
    }
  }

  @Test
  void otherVersionsAreRefused() {
    Json later =
        Json.parse(NAMED.toJson().toString().replace("\"version\":1", "\"version\":2"), "x");
    assertEquals(
        "preparation: version is 2; this program reads version 1",
        assertThrows(FormatException.class, () -> TablePreparation.fromJson(later)).getMessage());
  }

  @Test
  void filesAreReadAsTheTrainingFileWas(@TempDir Path folder) throws IOException {
    // Texts alone: without knowing the names, the first line of this file would be a row.
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> "t" + i % 3 + "," + (i % 3 == 0 ? "a" : "b"))
            .collect(Collectors.joining("\n", "town,kind\n", "\n"));
    var preparation = SupervisedTable.of(parse(rows), "kind").prepare().preparation();
    Path file = folder.resolve("new.csv");
    Files.writeString(file, "town\nt1\ntown\n");
    assertEquals(2, preparation.read(file).rows());
    // And without names, the first line of this file would be a header.
    var unnamed =
        SupervisedTable.of(parse(rows.substring(rows.indexOf('\n') + 1)), "last")
            .prepare()
            .preparation();
    Files.writeString(file, "t1,a\nt2,b\n");
    assertEquals(2, unnamed.read(file).rows());
  }
}
