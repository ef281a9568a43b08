package dev.chainrule.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClippingTest {
  private static final ParameterGradients GRADIENTS = gradients(new double[] {3, 0}, -4);

  private static ParameterGradients gradients(double[] first, double... second) {
    return new ParameterGradients(
        List.of(variable("layer.a", first), variable("layer.b", second)),
        List.of(tensor(first), tensor(second)));
  }

  private static Variable variable(String name, double... values) {
    return Variable.of(tensor(values)).named(name);
  }

  private static Tensor tensor(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }

  private static void assertClipped(GradientTransform clip, double[] first, double... second) {
    var clipped = clip.apply(GRADIENTS).tensors();
    assertArrayEquals(first, clipped.get(0).toDoubleArray(), 1e-6);
    assertArrayEquals(second, clipped.get(1).toDoubleArray(), 1e-6);
  }

  @Test
  void byValueCutsEachElement() {
    assertClipped(new ClipByValue(2), new double[] {2, 0}, -2);
  }

  @Test
  void byNormShrinksEachGradientByItself() {
    assertClipped(new ClipByNorm(3.5), new double[] {3, 0}, -3.5);
  }

  @Test
  void byGlobalNormShrinksAllByTheSameFactor() {
    assertClipped(new ClipByGlobalNorm(1, Norm.EUCLIDEAN), new double[] {0.6, 0}, -0.8);
    assertClipped(new ClipByGlobalNorm(3.5, Norm.SUM), new double[] {1.5, 0}, -2);
    assertClipped(new ClipByGlobalNorm(1, Norm.LARGEST), new double[] {0.75, 0}, -1);
  }

  @Test
  void smallGradientsKeepTheirBits() {
    var clipped = new ClipByGlobalNorm(100, Norm.EUCLIDEAN).apply(GRADIENTS).tensors();
    assertArrayEquals(new double[] {3, 0}, clipped.get(0).toDoubleArray());
    assertArrayEquals(new double[] {-4}, clipped.get(1).toDoubleArray());
  }

  @Test
  void notANumberStaysVisible() {
    var broken = gradients(new double[] {Double.NaN, 1}, 1);
    for (var clip : List.of(new ClipByValue(1), new ClipByGlobalNorm(1, Norm.EUCLIDEAN))) {
      assertTrue(Double.isNaN(clip.apply(broken).tensors().getFirst().get(0)), clip.toString());
    }
  }

  @Test
  void normsAreKnownByParameterByLayerAndForAll() {
    assertEquals(3, GRADIENTS.norms().get("layer.a"), 1e-12);
    assertEquals(5, GRADIENTS.layerNorms().get("layer"), 1e-12);
    assertEquals(5, GRADIENTS.norm(), 1e-12);
  }

  @Test
  void clippingHappensBeforeTheUpdate() {
    var weight = variable("w", 1);
    var optimizer = Sgd.of(0.1).over(List.of(weight)).before(new ClipByValue(2));
    optimizer.step(new ParameterGradients(List.of(weight), List.of(tensor(100))));
    assertEquals(0.8, weight.value().item(), 1e-12);
  }
}
