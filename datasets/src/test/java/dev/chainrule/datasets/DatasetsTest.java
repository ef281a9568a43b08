package dev.chainrule.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.data.Batch;
import dev.chainrule.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  private static final Mnist MNIST = Datasets.mnist();

  private static int[] counts(Dataset dataset) {
    int[] counts = new int[dataset.classes()];
    for (int label : dataset.labels()) {
      counts[label]++;
    }
    return counts;
  }

  @Test
  void mnistIsThePublishedOne() {
    assertEquals(60_000, MNIST.train().size());
    assertEquals(10_000, MNIST.test().size());
    assertEquals(Shape.of(28, 28, 1), MNIST.train().inputShape());
    assertArrayEquals(
        new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
        counts(MNIST.train()));
    assertArrayEquals(
        new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, counts(MNIST.test()));
    assertSame(MNIST.test(), MNIST.test(), "read once");
  }

  @Test
  void mnistPixelsHaveTheKnownMeanAndDeviation() {
    double sum = 0;
    double squares = 0;
    for (Batch batch : MNIST.train().batches(1000)) {
      for (float pixel : batch.input().toFloatArray()) {
        sum += pixel;
        squares += (double) pixel * pixel;
      }
    }
    double mean = sum / (60_000 * 784);
    // The values that everybody normalises MNIST with.
    assertEquals(0.1307, mean, 5e-5);
    assertEquals(0.3081, Math.sqrt(squares / (60_000 * 784) - mean * mean), 5e-5);
  }

  @Test
  void mnistBatchesAreFloatImagesWithWholeLabels() {
    Batch batch = MNIST.test().batches(3).at(1, 0);
    assertEquals(Shape.of(3, 28, 28, 1), batch.input().shape());
    assertEquals(DType.F32, batch.input().dtype());
    assertEquals(DType.I32, batch.target().dtype());
    assertArrayEquals(new int[] {7, 2, 1}, batch.target().toIntArray());
  }

  @Test
  void digitsAreSmallImages() {
    Dataset digits = Datasets.digits();
    assertEquals(1797, digits.size());
    assertEquals(Shape.of(8, 8, 1), digits.inputShape());
    assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts(digits));
    float highest = 0;
    for (float pixel : digits.inputs().toFloatArray()) {
      highest = Math.max(highest, pixel);
    }
    assertEquals(1, highest);
    assertEquals(5f / 16, (float) digits.inputs().get(0, 0, 2, 0));
  }

  @Test
  void tablesHaveTheirPublishedSizesAndNames() {
    Dataset iris = Datasets.iris();
    assertArrayEquals(new int[] {50, 50, 50}, counts(iris));
    assertEquals(List.of("setosa", "versicolor", "virginica"), iris.classNames());
    assertEquals("petal width (cm)", iris.featureNames().getLast());
    assertEquals(5.1f, (float) iris.inputs().get(0, 0));
    assertArrayEquals(new int[] {59, 71, 48}, counts(Datasets.wine()));
    assertEquals(Shape.of(13), Datasets.wine().inputShape());
    Dataset tumours = Datasets.breastCancer();
    assertArrayEquals(new int[] {212, 357}, counts(tumours));
    assertEquals(List.of("malignant", "benign"), tumours.classNames());
    assertEquals(30, tumours.featureNames().size());
    assertEquals("worst fractal dimension", tumours.featureNames().getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "iris, species, 4",
    "wine, cultivar, 13",
    "breast-cancer, diagnosis, 30",
    "digits, digit, 64"
  })
  void builtInTablesAreTreatedLikeFiles(String name, String target, int features) {
    var prepared = SupervisedTable.of(Datasets.table(name), "last").prepare();
    assertEquals(target, prepared.preparation().targetName());
    assertEquals(Task.CLASSIFICATION, prepared.task());
    assertEquals(features, prepared.preparation().featureNames().size());
  }

  @Test
  void unknownTablesAreRefusedWithTheKnownOnes() {
    assertEquals(
        "Datasets: there is no table \"titanic\"; "
            + "there are \"iris\", \"wine\", \"breast-cancer\", \"digits\"",
        assertThrows(IllegalArgumentException.class, () -> Datasets.table("titanic")).getMessage());
  }

  @Test
  void tinyShakespeareIsThePublishedOne() {
    var text = Datasets.tinyShakespeare();
    assertEquals(1_115_394, text.length());
    assertEquals(65, text.vocabulary().size());
    assertEquals("First Citizen:\n", text.text().substring(0, 15));
    assertEquals(1_003_854 - 64, text.train(64).size());
    assertEquals((111_540 - 1) / 64, text.test(64).size());
  }
}
