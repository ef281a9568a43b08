package dev.chainrule.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.init.Initializers;
import dev.chainrule.learn.Chainrule;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.Residual;
import dev.chainrule.nn.Sequential;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTextTest {
  @Test
  void layersAreReadWithAndWithoutCommas() {
    var expected =
        Sequential.of(
            Chainrule.flatten(), Chainrule.dense(128), Activation.RELU, Chainrule.dense(10));
    assertEquals(expected, LayerText.parse("flatten, dense 128 relu, dense 10"));
    assertEquals(expected, LayerText.parse("  Flatten dense 128,relu dense 10 "));
  }

  @Test
  void convolutionsAreReadByTheirWindowAndOutputs() {
    var expected =
        Sequential.of(Chainrule.conv2d(32, 5).padded(), Chainrule.conv2d(64, 3).step(2).padded());
    assertEquals(expected, LayerText.parse("conv 5x5x32, conv 3x3x64 2"));
    assertMessage("--layers: conv got 2 numbers; it is written \"conv 5x5x32\"", "conv 5x5");
    assertMessage("--layers: conv got 0.0; it takes a whole number above 0", "conv 5x0x32");
  }

  @Test
  void aMisspeltLayerIsAnsweredWithTheNearest() {
    assertMessage("--layers: there is no layer \"dens\"; the nearest name is \"dense\"", "dens 3");
  }

  @Test
  void numbersThatHaveAUsualValueMayBeLeftOut() {
    assertEquals(LayerText.parse("leaky-relu 0.01, elu 1"), LayerText.parse("LeakyReLU elu"));
    assertEquals(LayerText.parse("silu"), LayerText.parse("swish"));
    assertMessage(
        "--layers: leaky-relu got 2 numbers; it is written \"leaky-relu 0.01\"", "leaky-relu 1 2");
  }

  @Test
  void everyLayerIsKnownByItsName() {
    var names = LayerText.names();
    for (var activation : Activation.values()) {
      assertEquals(Sequential.of(activation), LayerText.parse(activation.kind()));
    }
    var needed =
        "dense dropout flatten batch-norm layer-norm rms-norm relu relu6 leaky-relu prelu elu celu"
            + " selu gelu gelu-tanh silu mish softplus softsign sigmoid log-sigmoid tanh hard-tanh"
            + " hard-sigmoid hard-swish softmax log-softmax";
    assertTrue(names.containsAll(List.of(needed.split(" "))), names::toString);
  }

  @Test
  void layersOfImagesHaveShortNames() {
    assertEquals(
        Sequential.of(Chainrule.maxPool2d(2), Chainrule.batchNorm(), Chainrule.globalAveragePool()),
        LayerText.parse("pool 2, batchnorm, globalpool"));
    assertEquals(LayerText.parse("avgpool 3"), LayerText.parse("average-pool 3"));
    assertMessage("--layers: pool got 0.5; it takes a whole number above 0", "pool 0.5");
  }

  @Test
  void layersInParenthesesAreAddedTo() {
    var inner = Sequential.of(Chainrule.conv2d(8, 3).padded(), Activation.RELU);
    assertEquals(
        Sequential.of(Chainrule.residual(inner), Chainrule.dense(2)),
        LayerText.parse("residual (conv 3x3x8, relu) dense 2"));
    assertEquals(
        Sequential.of(new Residual(Sequential.of(new Residual(inner)))),
        LayerText.parse("residual(residual(conv 3x3x8 relu))"));
    assertMessage("--layers: a \"(\" has no \")\" after it", "residual (relu");
    assertMessage("--layers: a \")\" has no \"(\" before it", "relu), dense 2");
    assertMessage("--layers: residual is written \"residual (conv 3x3x64, relu)\"", "residual");
  }

  @Test
  void layersInParenthesesAreComputedTwice() {
    assertEquals(
        Sequential.of(
            Chainrule.checkpoint(Sequential.of(Chainrule.dense(8), Activation.RELU)),
            Chainrule.dense(2)),
        LayerText.parse("checkpoint (dense 8, relu), dense 2"));
    assertMessage(
        "--layers: checkpoint is written \"checkpoint (conv 3x3x64, relu)\"", "checkpoint");
  }

  @Test
  void layersOfSequencesAreReadByTheirSizes() {
    assertEquals(
        Sequential.of(
            Chainrule.embedding(65, 32).weights(Initializers.normal(0, 0.02)),
            Chainrule.learnedPositions(16),
            Chainrule.transformerEncoder(4, 64).withCausal(),
            Chainrule.lstm(8),
            Chainrule.lstm(8).projected(4)),
        LayerText.parse(
            "embedding 65x32, positions 16, causal-transformer 4x64, lstm 8, projected-lstm 8x4"));
    assertMessage(
        "--layers: embedding got 1 numbers; it is written \"embedding 65x128\"", "embedding 65");
  }

  @Test
  void aWordThatIsLikeNoLayerIsAnsweredWithAllOfThem() {
    var error = assertThrows(IllegalArgumentException.class, () -> LayerText.parse("convolution"));
    assertTrue(
        error
            .getMessage()
            .startsWith("--layers: there is no layer \"convolution\"; there are dense,"),
        error::getMessage);
  }

  @Test
  void aLayerWithoutItsNumberSaysHowItIsWritten() {
    assertMessage("--layers: dense got 0 numbers; it is written \"dense 128\"", "dense, relu");
    assertMessage("--layers: relu got 1 numbers; it is written \"relu\"", "relu 3");
  }

  @Test
  void sizesAreWholeNumbersAboveZero() {
    assertMessage("--layers: dense got 0.5; it takes a whole number above 0", "dense 0.5");
    assertMessage("--layers: dense got -3.0; it takes a whole number above 0", "dense -3");
  }

  @Test
  void anEmptyTextIsNoNetwork() {
    assertThrows(IllegalArgumentException.class, () -> LayerText.parse(" "));
  }

  private static void assertMessage(String message, String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> LayerText.parse(text));
    assertEquals(message, error.getMessage());
  }
}
