package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Threads;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Loops;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdatesTest {
  private static final Shape[] SHAPES = {
    Shape.of(70, 31), Shape.of(1), Shape.of(0, 3), Shape.of(64), Shape.of(5, 4097), Shape.of()
  };

  private final int threadsBefore = Threads.count();

  @AfterEach
  void restore() {
    Threads.use(threadsBefore);
    Loops.grain(1 << 15);
  }

  private static List<Variable> variables(Shape... shapes) {
    return IntStream.range(0, shapes.length)
        .mapToObj(i -> Variable.of(RandomKey.of(i).normal(shapes[i])))
        .toList();
  }

  private static List<double[]> values(List<Variable> variables) {
    return variables.stream().map(variable -> variable.value().toDoubleArray()).toList();
  }

  /// A step of gradient descent with momentum on the sum of all cubes.
  private static Tensor descend(List<Variable> weights, List<Variable> moves, Tensor rate) {
    var loss =
        weights.stream()
            .map(weight -> weight.value().reshape(1, weight.shape().elements()))
            .map(row -> row.mul(row).mul(row).sum())
            .reduce(Tensor::add)
            .orElseThrow();
    var gradients = loss.backward();
    for (int i = 0; i < weights.size(); i++) {
      var weight = weights.get(i);
      var move = moves.get(i).value().mul(0.9).add(gradients.of(weight));
      moves.get(i).assign(move);
      weight.assign(weight.value().detach().sub(rate.mul(move)));
    }
    return loss;
  }

  @Test
  void allParametersAreUpdatedInOnePass() {
    Loops.grain(64);
    for (int threads = 1; threads <= 3; threads++) {
      Threads.use(threads);
      var eagerWeights = variables(SHAPES);
      var eagerMoves = variables(SHAPES);
      var weights = variables(SHAPES);
      var moves = variables(SHAPES);
      Program<Tensor> program = Program.compile((Tensor rate) -> descend(weights, moves, rate));
      var rate = Tensor.scalar(0.01f);
      for (int step = 0; step < 3; step++) {
        assertEquals(descend(eagerWeights, eagerMoves, rate).item(), program.run(rate).item());
      }
      assertSame(eagerWeights, weights);
      assertSame(eagerMoves, moves);
      assertTrue(
          program.explain(rate).contains(" -> 6 updates of 22,721 elements"),
          program.explain(rate));
      program.audit(rate);
    }
  }

  private static void assertSame(List<Variable> expected, List<Variable> found) {
    var before = values(expected);
    var after = values(found);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), after.get(i), "variable " + i);
    }
  }

  private static void assertJoined(int kernels, Consumer<List<Variable>> code, Shape... shapes) {
    var eager = variables(shapes);
    var compiled = variables(shapes);
    Program<Void> program =
        Program.compile(() -> {
          code.accept(compiled);
          return null;
        });
    for (int step = 0; step < 3; step++) {
      code.accept(eager);
      program.run();
    }
    assertSame(eager, compiled);
    var plan =
        Compiled.of(
                _ -> {
                  code.accept(compiled);
                  return List.of();
                },
                List.of(),
                false)
            .plan;
    assertEquals(kernels, plan.steps().size());
  }

  @Test
  void updatesThatReadEachOtherStayApart() {
    var same = new Shape[] {Shape.of(100), Shape.of(100)};
    assertJoined(
        1, v -> v.forEach(w -> w.assign(w.value().mul(0.5).add(1))), Shape.of(100), Shape.of(7));
    // the second needs the first one's new value, by way of a sum
    assertJoined(
        4,
        v -> {
          v.get(0).assign(v.get(0).value().mul(0.5).add(v.get(1).value().sum()));
          v.get(1).assign(v.get(1).value().mul(0.5).add(v.get(0).value().sum()));
        },
        same);
    // the first needs the second one's old value
    assertJoined(
        2,
        v -> {
          var first = v.get(0).value().mul(0.5).add(v.get(1).value());
          var second = v.get(1).value().mul(0.5).add(v.get(2).value());
          v.get(0).assign(first);
          v.get(1).assign(second);
        },
        Shape.of(9),
        Shape.of(9),
        Shape.of(9));
  }

  @Test
  void otherUpdatesBetweenThemAreNoObstacle() {
    assertJoined(
        2,
        v -> {
          for (int i = 0; i < v.size(); i++) {
            var w = v.get(i).value();
            v.get(i).assign(i % 2 == 0 ? w.mul(0.5).add(1) : w.tanh());
          }
        },
        Stream.of(3, 4, 5, 6, 7).map(Shape::of).toArray(Shape[]::new));
  }

  @Test
  void oneUpdateOfManyAllocatesNothingOnceWarm() {
    Threads.use(1);
    var weights = variables(SHAPES);
    var moves = variables(SHAPES);
    Program<Tensor> program = Program.compile((Tensor rate) -> descend(weights, moves, rate));
    Tensor[] rate = {Tensor.scalar(0, DType.F32)};
    var loss = program.run(rate);
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        program.runInto(loss, rate);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < 60_000_000_000L);
    assertEquals(0, bytes, "bytes in 100 steps");
  }
}
