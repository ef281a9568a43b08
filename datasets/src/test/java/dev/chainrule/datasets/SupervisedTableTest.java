package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.data.RowSplit;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SupervisedTableTest {
  private static Table table(String header, int rows, IntFunction<String> row) {
    String text =
        IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", header, "\n"));
    return Csv.parse(text, "x.csv", CsvFormat.recognised());
  }

  private static Task recognised(int rows, IntFunction<String> target) {
    Table table = table("a,target\n", rows, i -> i + "," + target.apply(i));
    return SupervisedTable.of(table, "target").prepare().task();
  }

  private static String misused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  private static String refused(Executable call) {
    return assertThrows(FormatException.class, call).getMessage();
  }

  @Test
  void textsAndFewWholeNumbersAreClasses() {
    assertEquals(Task.CLASSIFICATION, recognised(10, i -> i % 2 == 0 ? "yes" : "no"));
    assertEquals(Task.CLASSIFICATION, recognised(100, i -> "" + i % 20));
    assertEquals(Task.REGRESSION, recognised(100, i -> "" + i % 21));
    assertEquals(Task.REGRESSION, recognised(100, i -> i % 2 + ".5"));
    assertEquals(Task.CLASSIFICATION, recognised(100, i -> i % 2 + ".0"));
  }

  @Test
  void theTaskCanBeDecided() {
    Table table = table("a,b\n", 30, i -> i + "," + i % 3);
    var regression = SupervisedTable.of(table, "b").task(Task.REGRESSION).prepare();
    assertEquals(Task.REGRESSION, regression.task());
    assertEquals(Shape.of(24, 1), regression.train().targets().shape());
    Table halves = table("a,b\n", 30, i -> i + "," + i % 3 / 2.0);
    var classes = SupervisedTable.of(halves, "b").task(Task.CLASSIFICATION).prepare();
    assertEquals(List.of("0", "0.5", "1"), classes.preparation().classNames());
    Table texts = table("a,b\n", 30, i -> i + ",t" + i % 3);
    assertEquals(
        "x.csv: line 2, column \"b\": \"t0\" is not a number, so the column can only be classified",
        misused(() -> SupervisedTable.of(texts, "b").task(Task.REGRESSION).prepare()));
  }

  @Test
  void numbersAreStandardisedByTheTrainingRowsAlone() {
    Table table = table("x,y\n", 50, i -> i * i + "," + i % 2);
    var prepared = SupervisedTable.of(table, "y").seed(7).prepare();
    int[] labels = IntStream.range(0, 50).map(i -> i % 2).toArray();
    RowSplit split = RowSplit.stratified(labels, 0.2, 7);
    double[] train = IntStream.of(split.train()).mapToDouble(i -> i * i).toArray();
    double mean = Arrays.stream(train).average().orElseThrow();
    double variance =
        Arrays.stream(train).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    float[] expected = new float[10];
    for (int i = 0; i < expected.length; i++) {
      int row = split.test()[i];
      expected[i] = (float) ((row * row - mean) / Math.sqrt(variance));
    }
    assertArrayEquals(expected, prepared.test().inputs().toFloatArray(), 1e-6f);
    assertArrayEquals(
        IntStream.of(split.test()).map(i -> i % 2).toArray(), prepared.test().labels());
  }

  @Test
  void aFifthIsHeldOutWithTheClassesInProportion() {
    Table table = table("x,y\n", 100, i -> i + "," + (i < 30 ? "rare" : "often"));
    var prepared = SupervisedTable.of(table, "last").seed(1).prepare();
    assertEquals(80, prepared.train().size());
    assertEquals(20, prepared.test().size());
    assertEquals(6, Arrays.stream(prepared.test().labels()).filter(l -> l == 1).count());
    assertEquals(List.of("often", "rare"), prepared.train().classNames());
    assertEquals(DType.I32, prepared.train().targets().dtype());
    var half = SupervisedTable.of(table, "last").holdingOut(0.5).prepare();
    assertEquals(50, half.test().size());
  }

  @Test
  void theSeedDecidesWhichRowsAreHeldOut() {
    Table table = table("x,y\n", 100, i -> i + "," + i % 2);
    var plan = SupervisedTable.of(table, "y");
    assertArrayEquals(
        plan.seed(1).prepare().test().inputs().toFloatArray(),
        plan.seed(1).prepare().test().inputs().toFloatArray());
    assertFalse(
        Arrays.equals(
                plan.seed(1).prepare().test().labels(), plan.seed(2).prepare().test().labels())
            && Arrays.equals(
                plan.seed(1).prepare().test().inputs().toFloatArray(),
                plan.seed(2).prepare().test().inputs().toFloatArray()));
  }

  @Test
  void textsBecomeANumberForEachCategory() {
    Table table = table("town,y\n", 40, i -> List.of("Ulm", "Bonn").get(i % 2) + "," + i % 2);
    var prepared = SupervisedTable.of(table, "y").prepare();
    assertEquals(List.of("town = Bonn", "town = Ulm"), prepared.preparation().featureNames());
    float[] inputs = prepared.train().inputs().toFloatArray();
    int[] labels = prepared.train().labels();
    for (int i = 0; i < labels.length; i++) {
      assertEquals(labels[i], (int) inputs[2 * i]);
      assertEquals(1 - labels[i], (int) inputs[2 * i + 1]);
    }
  }

  @Test
  void rareCategoriesOfAWideColumnShareANumber() {
    // Words 0..49 come twice, 50..149 once.
    Table table = table("word,y\n", 200, i -> "w" + i % 150 + "," + i % 2);
    var prepared = SupervisedTable.of(table, "y").prepare();
    assertEquals(100, prepared.preparation().featureNames().size());
    assertEquals("word = any other", prepared.preparation().featureNames().getLast());
    float[] inputs = prepared.train().inputs().toFloatArray();
    float sum = 0;
    for (float value : inputs) {
      sum += value;
    }
    assertEquals(prepared.train().size(), sum);
  }

  @Test
  void missingValuesAreFilled() {
    Table table =
        table(
            "n,t,y\n",
            100,
            i -> i % 10 == 0 ? ",?," + i % 2 : i % 10 + ",b" + i % 5 / 4 + "," + i % 2);
    var prepared = SupervisedTable.of(table, "y").prepare();
    assertTrue(
        prepared.summary().contains("filled: n, 10 missing values, with the median 5"),
        prepared.summary());
    assertTrue(
        prepared.summary().contains("filled: t, 10 missing values, with the most frequent, b0"),
        prepared.summary());
  }

  @Test
  void rowsWithoutATargetAreLeftOutAndSaid() {
    Table table = table("x,y\n", 30, i -> i + "," + (i % 3 == 0 ? "?" : "" + i % 3));
    var prepared = SupervisedTable.of(table, "y").prepare();
    assertEquals(20, prepared.train().size() + prepared.test().size());
    assertTrue(
        prepared.summary().contains("rows: 10 rows without a target left out"), prepared.summary());
  }

  @Test
  void columnsCanBeIgnored() {
    Table table = table("id,x,y\n", 20, i -> "n" + i + "," + i + "," + i % 2);
    var prepared = SupervisedTable.of(table, "y").ignoring("1").prepare();
    assertEquals(List.of("x"), prepared.preparation().featureNames());
    assertEquals(
        "x.csv: column \"y\" is the target and cannot be ignored",
        misused(() -> SupervisedTable.of(table, "y").ignoring("id", "last")));
    assertEquals(
        "x.csv: no input column with values is left beside the target",
        refused(() -> SupervisedTable.of(table, "y").ignoring("id", "x").prepare()));
  }

  @Test
  void classNamesOfTheFirstLineAreUsed() {
    Table table = table("20,1,malignant,benign\n", 20, i -> i + "," + i % 2);
    var prepared = SupervisedTable.of(table, "last").prepare();
    assertEquals(List.of("malignant", "benign"), prepared.preparation().classNames());
  }

  @Test
  void numbersToPredictAreStandardisedAndComeBackInTheirUnit() {
    Table table = table("x,y\n", 100, i -> i + "," + (1000 + 3.5 * i));
    var prepared = SupervisedTable.of(table, "y").seed(3).prepare();
    float[] scaled = prepared.train().targets().toFloatArray();
    double sum = 0;
    for (float value : scaled) {
      sum += value;
    }
    assertEquals(0, sum / scaled.length, 1e-6);
    double[] back = prepared.preparation().inTargetUnits(prepared.test().targets()).toDoubleArray();
    for (double value : back) {
      double row = (value - 1000) / 3.5;
      assertEquals(Math.rint(row), row, 1e-4);
    }
  }

  @Test
  void theSummarySaysWhatWasDone() {
    Table table =
        table(
            "id,age,town,empty,kind\n",
            50,
            i -> i + "," + (i % 7 == 0 ? "" : i) + ",t" + i % 3 + ",," + (i % 2 == 0 ? "a" : "b"));
    var prepared = SupervisedTable.of(table, "kind").ignoring("id").seed(42).prepare();
    String median = prepared.summary().replaceAll("(?s).*median (\\S+)\n.*", "$1");
    assertEquals(
        """
        x.csv: 50 rows, 5 columns, separated by commas, with a header
        target: kind, 2 classes: a (25), b (25)
        inputs: 2 columns as 4 numbers
          standardised: age
          one-hot: town, 3 categories
          filled: age, 8 missing values, with the median %s
          left out, no value in the training rows: empty
        ignored: id
        rows: 40 for training, 10 held out (classes in proportion, seed 42)\
        """
            .formatted(median),
        prepared.summary());
  }

  @Test
  void aMistypedNumberIsPointedOut() {
    Table table = table("x,y\n", 50, i -> (i == 20 ? "1O" : "" + i % 5) + "," + i % 2);
    String summary = SupervisedTable.of(table, "y").prepare().summary();
    assertTrue(
        summary.contains("one-hot: x, 6 categories; text because of \"1O\" (x.csv: line 22)")
            || summary.contains("one-hot: x, 5 categories; text because of \"1O\""),
        summary);
  }

  @Test
  void constantColumnsAreSafe() {
    Table table = table("same,x,y\n", 20, i -> "0.1," + i + "," + i % 2);
    float[] inputs = SupervisedTable.of(table, "y").prepare().train().inputs().toFloatArray();
    for (int i = 0; i < inputs.length; i += 2) {
      assertEquals(0, inputs[i]);
    }
  }

  @Test
  void tablesThatCannotBeLearnedFromAreRefused() {
    Table constant = table("x,y\n", 20, i -> i + ",1");
    assertEquals(
        "x.csv: the target column \"y\" has the same value in every row; there is nothing to learn",
        refused(() -> SupervisedTable.of(constant, "y").prepare()));
    Table single = table("x,y\n", 20, i -> i + "," + (i == 3 ? "5" : ""));
    assertEquals(
        "x.csv: 1 row with a value in the target column \"y\"; training and testing need 2",
        refused(() -> SupervisedTable.of(single, "y").prepare()));
    Table names = table("x,y\n", 40, i -> i + ",name" + i);
    assertEquals(
        "x.csv: column \"y\" has 40 classes in 40 rows, too few rows a class to learn from",
        refused(() -> SupervisedTable.of(names, "y").prepare()));
    Table huge = table("x,y\n", 20, i -> i % 2 + "e308," + i % 2);
    assertEquals(
        "x.csv: the numbers of column \"x\" are too large to standardise",
        refused(() -> SupervisedTable.of(huge, "y").prepare()));
    misused(() -> SupervisedTable.of(names, "y").holdingOut(1));
  }
}
