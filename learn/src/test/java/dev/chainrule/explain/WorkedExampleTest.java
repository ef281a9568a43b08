package dev.chainrule.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The numbers of the examples as their textbooks have them, or as they are known to be right.
class WorkedExampleTest {
  private static final int TERMINAL = 100;

  @Test
  void mazurHasTheRightNumbers() {
    assertTells(
        new Mazur(),
        "i1 = 0.05   i2 = 0.1",
        "w1 = 0.15   w2 = 0.2   w3 = 0.25   w4 = 0.3   w5 = 0.4   w6 = 0.45   w7 = 0.5   w8 = 0.55",
        "net_h1 = w1 i1 + w2 i2 + 0.35           =  0.377500000000",
        "out_h1 = sigmoid(net_h1)                =  0.593269992107",
        "out_o1 = sigmoid(net_o1)                =  0.751365069552",
        "out_o2 = sigmoid(net_o2)                =  0.772928465321",
        "E = ½ (out_o1 − t1)² + ½ (out_o2 − t2)² =  0.298371108760",
        "w5 becomes 0.4 − 0.5 · 0.08216704056423 = 0.358916479718",
        "w6 becomes 0.45 − 0.5 · 0.08266762784753 = 0.408666186076",
        "w7 becomes 0.5 − 0.5 · (-0.02260254047748) = 0.511301270239",
        " = 0.561370121108\n",
        "w1 becomes 0.15 − 0.5 · 0.00043856773447 = 0.149780716133",
        "w4 becomes 0.3 − 0.5 · 0.00099542547052 = 0.299502287265",
        "E after 1 step       = 0.291027773694",
        "E after 10,000 steps = 3.510187783e-05",
        "outputs              = 0.015913620, 0.984064274");
  }

  @Test
  void mazurShowsTheChainOfEveryWeight() {
    assertTells(
        new Mazur(),
        """
          dE/dw5 = dE/dout_o1 · dout_o1/dnet_o1 · dnet_o1/dw5
                 = (out_o1 − t1) · out_o1 (1 − out_o1) · out_h1
                 = 0.74136507 · 0.18681560 · 0.59326999 = 0.08216704
        """,
        """
          dE/dw1 is the sum over 2 ways:
            dE/dout_o1 · dout_o1/dnet_o1 · dnet_o1/dout_h1 · dout_h1/dnet_h1 · dnet_h1/dw1
              = (out_o1 − t1) · out_o1 (1 − out_o1) · w5 · out_h1 (1 − out_h1) · i1
              = 0.74136507 · 0.18681560 · 0.40000000 · 0.24130071 · 0.05000000 = 0.00066839602114
            dE/dout_o2 · dout_o2/dnet_o2 · dnet_o2/dout_h1 · dout_h1/dnet_h1 · dnet_h1/dw1
              = (out_o2 − t2) · out_o2 (1 − out_o2) · w7 · out_h1 (1 − out_h1) · i1
              = -0.21707153 · 0.17551005 · 0.50000000 · 0.24130071 · 0.05000000 = -0.00022982828667
          dE/dw1 = 0.00066839602114 − 0.00022982828667 = 0.00043856773447
        """);
  }

  @Test
  void mazurTellsWhereTheCopiedNumbersComeFrom() {
    assertTells(
        new Mazur(),
        "E = 0.291027924 after 1 step",
        "0.015912196",
        "weights that are already updated");
  }

  @Test
  void threeTwoOneIsOneStepWithThreeInputs() {
    assertTells(
        new ThreeTwoOne(),
        "net_h1 = w1 i1 + w2 i2 + w3 i3 − 0.4 = -0.700000000000",
        "out_o1 = sigmoid(net_o1)             =  0.481245851801",
        "E = ½ (out_o1 − t1)²                 =  0.134552933137",
        "= -0.51875415 · 0.24964828 · (-0.30000000) · 0.22171287 · 1.00000000 = 0.00861394965407",
        "= (out_o1 − t1) · out_o1 (1 − out_o1) · w7 · out_h1 (1 − out_h1) · i2",
        "w2 becomes 0.4 − 0.9 · 0.00000000000000 = 0.400000000000",
        "w7 becomes -0.3 − 0.9 · (-0.04297170153292) = -0.261325468620",
        "E after 1 step = 0.130598993429");
  }

  @Test
  void perceptronFollowsTheDeltaRule() {
    assertTells(
        new Perceptron(),
        "output = 0.5 · 1 + (-0.2) · 0.8 = 0.34",
        "error  = target − output = 0.6 − 0.34 = 0.26",
        "w1 becomes 0.5 − 0.1 · (-0.26) = 0.526",
        "w2 becomes -0.2 − 0.1 · (-0.208) = -0.1792");
  }

  @Test
  void normHasTheGradientsOfItsFormulas() {
    assertTells(
        new SquaredNorm(),
        "  df/dW      = [ 0.0880  0.1760 ]\n               [ 0.1040  0.2080 ]\n",
        "  2 q xᵀ     = [ 0.0880  0.1760 ]\n               [ 0.1040  0.2080 ]\n",
        "  df/dx      = [-0.1120 ]\n               [ 0.6360 ]\n",
        "  2 Wᵀ q     = [-0.1120 ]\n               [ 0.6360 ]\n",
        "= 2 q[0, 0] · x[1, 0]\n");
  }

  @Test
  void tinyGraphHasMicrogradsNumbers() {
    assertTells(new TinyGraph(), "g     = 24.7041", "dg/da = 138.8338", "dg/db = 645.5773");
  }

  @Test
  void everyExampleFitsATerminal() {
    for (var example : WorkedExample.all()) {
      var text = example.text();
      assertFalse(text.contains("{"), text);
      for (var line : text.split("\n", -1)) {
        assertTrue(line.length() <= TERMINAL, line);
        assertEquals(line.stripTrailing(), line, "trailing spaces in: " + line);
      }
    }
  }

  @Test
  void examplesAreFoundByName() {
    assertEquals(
        List.of("mazur", "three-two-one", "perceptron", "norm", "tiny-graph"),
        WorkedExample.all().stream().map(WorkedExample::name).toList());
    assertTrue(WorkedExample.named("mazur").isPresent());
    assertTrue(WorkedExample.named("none").isEmpty());
  }

  private static void assertTells(WorkedExample example, String... parts) {
    var text = example.text();
    for (var part : parts) {
      assertTrue(text.contains(part), () -> part + "\nis missing in\n" + text);
    }
  }
}
