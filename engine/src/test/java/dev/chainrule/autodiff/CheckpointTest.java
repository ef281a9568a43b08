package dev.chainrule.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.op.RandomBernoulli;
import dev.chainrule.op.SplitKey;
import dev.chainrule.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final int DEPTH = 8;
  private static final int WIDTH = 16;
  private static final Tensor X = RandomKey.of(1).normal(Shape.of(64, WIDTH));

  /// A part of a network, with weights, a random mask and a running mean.
  private static final class Block {
    private final Variable weight;
    private final Variable count = Variable.state(Tensor.scalar(0, DType.I64));
    private final Variable mean = Variable.state(Tensor.scalar(0));
    private final Tensor key;

    Block(int seed) {
      weight = Variable.of(RandomKey.of(seed).normal(Shape.of(WIDTH, WIDTH)).mul(0.3));
      key = RandomKey.of(seed).child("mask").tensor();
    }

    Tensor apply(Tensor x) {
      var number = count.value();
      count.assign(number.add(1));
      var mask = new RandomBernoulli(x.shape(), 0.8).on(SplitKey.of(key, number));
      var hidden = x.matmul(weight.value()).tanh().exp().mul(mask.to(DType.F32)).sigmoid();
      mean.assign(mean.value().mul(0.9).add(hidden.detach().mean().mul(0.1)));
      return x.add(hidden.sub(mean.value()).matmul(weight.value()));
    }
  }

  private static List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < DEPTH; i++) {
      blocks.add(new Block(i));
    }
    return blocks;
  }

  /// Returns the loss, and changes the weights.
  private static Tensor step(List<Block> blocks, boolean checkpointed, Tensor x) {
    var value = x;
    for (var block : blocks) {
      value = checkpointed ? Checkpoint.of(block::apply, value) : block.apply(value);
    }
    var loss = value.mul(value).mean();
    var gradients = loss.backward();
    for (var block : blocks) {
      var gradient = gradients.of(block.weight);
      block.weight.assign(block.weight.value().detach().sub(gradient.mul(0.1)));
    }
    return loss;
  }

  private static double[] all(List<Block> blocks) {
    return blocks.stream()
        .flatMap(block -> List.of(block.weight, block.count, block.mean).stream())
        .flatMapToDouble(
            variable -> java.util.Arrays.stream(variable.value().to(DType.F64).toDoubleArray()))
        .toArray();
  }

  @Test
  void trainingGoesTheSameWayWithAndWithoutEagerlyAndInPrograms() {
    var plain = blocks();
    var eager = blocks();
    var compiled = blocks();
    Program<Tensor> program = Program.compile((Tensor x) -> step(compiled, true, x));
    for (int i = 0; i < 3; i++) {
      double loss = step(plain, false, X).item();
      assertEquals(loss, step(eager, true, X).item());
      assertEquals(loss, program.run(X).item());
    }
    assertArrayEquals(all(plain), all(eager));
    assertArrayEquals(all(plain), all(compiled));
    assertEquals(3, compiled.getFirst().count.value().item());
    program.audit(X);
  }

  @Test
  void aProgramNeedsLessMemory() {
    var blocks = blocks();
    Program<Tensor> plain = Program.compile((Tensor x) -> step(blocks, false, x));
    Program<Tensor> again = Program.compile((Tensor x) -> step(blocks, true, x));
    long most = memory(plain.explain(X));
    long less = memory(again.explain(X));
    assertTrue(less <= 0.6 * most, less + " instead of " + most + " bytes");
  }

  private static long memory(String report) {
    var matcher = Pattern.compile("([\\d,]+) bytes of planned memory").matcher(report);
    assertTrue(matcher.find(), report);
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }

  @Test
  void theTapeKeepsNothingButTheInputs() {
    assertEquals(DEPTH, values(true));
    assertTrue(values(false) > 4 * DEPTH, values(false) + " values");
  }

  /// Returns how many arrays of the size of the input the tape keeps.
  private static long values(boolean checkpointed) {
    var value = X;
    for (var block : blocks()) {
      value = checkpointed ? Checkpoint.of(block::apply, value) : block.apply(value);
    }
    return Graph.of(value.node()).stream()
        .flatMap(node -> kept(node).stream())
        .filter(kept -> kept.shape().equals(X.shape()))
        .map(kept -> kept.storage().array())
        .distinct()
        .count();
  }

  private static List<Tensor> kept(Node node) {
    var kept = new ArrayList<Tensor>();
    for (int i = 0; i < node.inputs(); i++) {
      node.keptInput(i).ifPresent(kept::add);
    }
    node.keptOutput().ifPresent(kept::add);
    return kept;
  }

  @Test
  void checkpointsNest() {
    var plain = blocks();
    var nested = blocks();
    var compiled = blocks();
    Function<List<Block>, UnaryOperator<Tensor>> both =
        blocks ->
            x ->
                Checkpoint.of(
                    y -> blocks.get(1).apply(Checkpoint.of(blocks.get(0)::apply, y)).tanh(), x);
    var expected = blocksGradient(plain, x -> plain.get(1).apply(plain.get(0).apply(x)).tanh());
    assertArrayEquals(expected, blocksGradient(nested, both.apply(nested)));
    Program<Tensor> program = Program.compile(() -> gradient(compiled, both.apply(compiled)));
    assertArrayEquals(expected, program.run().toDoubleArray());
    assertArrayEquals(all(plain), all(nested));
    assertArrayEquals(all(plain), all(compiled));
  }

  private static double[] blocksGradient(List<Block> blocks, UnaryOperator<Tensor> function) {
    return gradient(blocks, function).toDoubleArray();
  }

  private static Tensor gradient(List<Block> blocks, UnaryOperator<Tensor> function) {
    return function.apply(X).sum().backward().of(blocks.getFirst().weight);
  }

  @Test
  void severalInputsAndTensorsFromOutsideReceiveTheirGradients() {
    var a = Tensor.of(1, 2, 3).tracked();
    var b = Tensor.of(4, 5, 6).tracked();
    var w = Variable.of(Tensor.scalar(2));
    var outside = w.value().mul(b);
    var result =
        Checkpoint.of(given -> given.get(0).mul(given.get(1)).mul(outside).sum(), List.of(a, b));
    var gradients = result.backward();
    assertArrayEquals(new float[] {32, 50, 72}, gradients.of(a).toFloatArray());
    assertArrayEquals(new float[] {16, 40, 72}, gradients.of(b).toFloatArray());
    assertEquals(16 + 50 + 108, gradients.of(w).item());
  }

  @Test
  void plainInputsStayPlain() {
    var w = Variable.of(Tensor.of(2, 3, 4));
    var index = Tensor.of(new int[] {2, 0}, Shape.of(2));
    var result =
        Checkpoint.of(
            given -> given.get(0).indexSelect(0, given.get(1)).sum(), List.of(w.value(), index));
    assertArrayEquals(new float[] {1, 0, 1}, result.backward().of(w).toFloatArray());
    assertTrue(Checkpoint.of(Tensor::exp, Tensor.of(1, 2)).node() == null);
  }

  @Test
  void derivativesOfAllOrdersAndModesPassThrough() {
    UnaryOperator<Tensor> cube = x -> Checkpoint.of(y -> y.mul(y).mul(y), x).sum();
    var x = Tensor.of(new double[] {1, 2}, Shape.of(2));
    assertArrayEquals(new double[] {3, 12}, Derivatives.gradient(cube).at(x).toDoubleArray());
    assertArrayEquals(new double[] {6, 0, 0, 12}, Derivatives.hessian(cube).at(x).toDoubleArray());
    var direction = Tensor.of(new double[] {1, -1}, Shape.of(2));
    assertEquals(-9, Derivatives.jvp(cube, x, direction).item());
    assertArrayEquals(
        new double[] {6, -12},
        Derivatives.hessianVectorProduct(cube, x, direction).toDoubleArray());
  }

  @Test
  void aTapeThatWasReleasedSaysSo() {
    var x = Tensor.of(1, 2).tracked();
    var loss = Checkpoint.of(Tensor::exp, x).sum();
    loss.backward();
    assertThrows(IllegalStateException.class, loss::backward);
  }
}
