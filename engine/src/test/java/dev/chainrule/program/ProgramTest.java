package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Threads;
import dev.chainrule.Variable;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.op.MatMul;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramTest {
  /// After this time a program that still allocates always will.
  private static final long WARMING_NANOS = 60_000_000_000L;

  private static final Tensor THREE = Tensor.of(1, 2, 3);

  private record Both(Tensor sum, Tensor product) {}

  @Test
  void aFunctionReturnsWhatItReturnsEagerly() {
    Program<Tensor> program = Program.compile((Tensor x) -> x.mul(x).add(1).sqrt());
    var eager = THREE.mul(THREE).add(1).sqrt();
    assertArrayEquals(eager.toFloatArray(), program.run(THREE).toFloatArray());
  }

  @Test
  void resultsAreTensorsListsOrRecords() {
    Program<Both> record = Program.compile((Tensor a, Tensor b) -> new Both(a.add(b), a.mul(b)));
    assertArrayEquals(new float[] {2, 4, 6}, record.run(THREE, THREE).sum().toFloatArray());
    assertArrayEquals(new float[] {1, 4, 9}, record.run(THREE, THREE).product().toFloatArray());
    Program<List<Tensor>> list = Program.compile((Tensor a) -> List.of(a, a.neg()));
    assertArrayEquals(new float[] {1, 2, 3}, list.run(THREE).get(0).toFloatArray());
    assertArrayEquals(new float[] {-1, -2, -3}, list.run(THREE).get(1).toFloatArray());
  }

  @Test
  void aResultOfAnEarlierRunKeepsItsElements() {
    Program<Tensor> program = Program.compile((Tensor x) -> x.mul(2));
    var first = program.run(THREE);
    program.run(Tensor.of(7, 8, 9));
    assertArrayEquals(new float[] {2, 4, 6}, first.toFloatArray());
  }

  @Test
  void variablesChangeFromRunToRun() {
    var weight = Variable.of(THREE).named("weight");
    var before = weight.value();
    Program<Tensor> step =
        Program.compile((Tensor x) -> {
          var loss = weight.value().mul(x).sum();
          weight.assign(weight.value().sub(loss.backward().of(weight).mul(0.5)));
          return loss;
        });
    assertEquals(6, step.run(Tensor.of(1, 1, 1)).item());
    assertArrayEquals(new float[] {0.5f, 1.5f, 2.5f}, weight.value().toFloatArray());
    assertEquals(4.5, step.run(Tensor.of(1, 1, 1)).item());
    weight.assign(Tensor.of(4, 4, 4));
    assertEquals(12, step.run(Tensor.of(1, 1, 1)).item());
    assertArrayEquals(new float[] {1, 2, 3}, before.toFloatArray());
  }

  @Test
  void gradientsOfSlicesAreJoined() {
    var x = Tensor.of(new float[] {1, -2, -0f, 4, -5, 6}, Shape.of(2, 3));
    Program.One<Tensor> gradient = Derivatives.gradient(ProgramTest::ofSlices)::at;
    var program = Program.compile(gradient);
    assertTrue(Repeatable.equal(gradient.apply(x), program.run(x)));
    assertTrue(program.explain(x).contains("join slices 1"), () -> program.explain(x));
    program.audit(x);
  }

  @Test
  void slicesThatArePutBackAreTheWhole() {
    var x = Tensor.of(new float[] {1, -2, -0f, 4, -5, 6}, Shape.of(2, 3));
    Program.One<Tensor> gradient = Derivatives.gradient(ProgramTest::ofJoinedSlices)::at;
    var program = Program.compile(gradient);
    assertTrue(Repeatable.equal(gradient.apply(x), program.run(x)));
    var explained = program.explain(x);
    assertTrue(explained.contains("join slices 1"), explained);
    assertTrue(explained.contains("2 kernel calls"), explained);
    program.audit(x);
  }

  private static Tensor ofJoinedSlices(Tensor x) {
    var joined = Tensor.concatenate(1, x.slice(1, 0, 2), x.slice(1, 2, 3));
    return joined.mul(joined).sum();
  }

  private static Tensor ofSlices(Tensor x) {
    var last = x.slice(1, 2, 3);
    return last.mul(last).sum().add(x.slice(1, 0, 2).exp().sum());
  }

  @Test
  void variablesExchangeTheirValues() {
    var a = Variable.state(Tensor.of(1, 2));
    var b = Variable.state(Tensor.of(3, 4));
    Program<Tensor> swap =
        Program.compile(() -> {
          var old = a.value();
          a.assign(b.value());
          b.assign(old);
          return old;
        });
    assertArrayEquals(new float[] {1, 2}, swap.run().toFloatArray());
    assertArrayEquals(new float[] {3, 4}, a.value().toFloatArray());
    assertArrayEquals(new float[] {1, 2}, b.value().toFloatArray());
    assertArrayEquals(new float[] {3, 4}, swap.run().toFloatArray());
    assertArrayEquals(new float[] {1, 2}, a.value().toFloatArray());
  }

  @Test
  void twoProgramsShareVariables() {
    var count = Variable.state(Tensor.scalar(0, DType.I64));
    Program<Tensor> up =
        Program.compile(() -> {
          count.assign(count.value().add(1));
          return count.value();
        });
    Program<Tensor> twice = Program.compile(() -> count.value().mul(2));
    up.run();
    assertEquals(2, twice.run().item());
    assertEquals(2, up.run().item());
    assertEquals(4, twice.run().item());
  }

  @Test
  void otherShapesAreTracedAnew() {
    var traces = new AtomicInteger();
    Program<Tensor> program =
        Program.compile((Tensor x) -> {
          traces.incrementAndGet();
          return x.mul(x).sum();
        });
    assertEquals(14, program.run(THREE).item());
    assertEquals(5, program.run(Tensor.of(1, 2)).item());
    assertEquals(14, program.run(THREE).item());
    assertEquals(4, traces.get(), "each shape is traced twice");
  }

  @Test
  void inputsThatAreViewsAreReadAsTheyAre() {
    var matrix = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
    Program<Tensor> program = Program.compile((Tensor x) -> x.transpose().reshape(6).mul(1));
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, program.run(matrix).toFloatArray());
    var view = Tensor.of(new float[] {1, 3, 5, 2, 4, 6}, Shape.of(3, 2)).transpose();
    assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, program.run(view).toFloatArray());
  }

  @Test
  void aNumberThatIsReadNamesTheLine() {
    Program<Tensor> program = Program.compile((Tensor x) -> x.sum().item() > 0 ? x : x.neg());
    assertRefused(program, "Program: elements of a symbolic tensor f32 [] are read at ");
    assertRefused(program, "use where(…) instead of if");
  }

  @Test
  void aCounterThatChangesBetweenTracesIsFound() {
    var counter = new AtomicInteger();
    Program<Tensor> program = Program.compile((Tensor x) -> x.mul(counter.incrementAndGet()));
    assertRefused(program, "Program: the code did not do the same when it was traced again");
  }

  @Test
  void aVariableThatIsMadeInsideIsRefused() {
    Program<Tensor> program = Program.compile((Tensor x) -> Variable.of(THREE).value().mul(x));
    assertRefused(program, "Program: a variable f32 [3] is made at ");
  }

  private static void assertRefused(Program<Tensor> program, String words) {
    var message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> program.run(THREE)).getMessage());
    assertTrue(message.contains(words), message);
  }

  @Test
  void theNumberOfInputsMustFit() {
    Program<Tensor> program = Program.compile((Tensor x) -> x.neg());
    var error = assertThrows(IllegalArgumentException.class, () -> program.run(THREE, THREE));
    assertEquals("Program: takes 1 tensors, got 2 tensors", error.getMessage());
  }

  @Test
  void whatIsNoTensorCannotBeReturned() {
    Program<String> program = Program.compile((Tensor x) -> "x");
    var error = assertThrows(IllegalArgumentException.class, () -> program.run(THREE));
    assertEquals(
        "Program: a function returned java.lang.String; programs return tensors, lists of tensors,"
            + " or records of tensors",
        error.getMessage());
  }

  @Test
  void severalThreadsMayCall() {
    var total = Variable.state(Tensor.scalar(0, DType.I64));
    Program<Tensor> add =
        Program.compile((Tensor x) -> {
          total.assign(total.value().add(x));
          return total.value();
        });
    IntStream.rangeClosed(1, 200).parallel().forEach(i -> add.run(Tensor.scalar(i, DType.I64)));
    assertEquals(200 * 201 / 2, total.value().item());
  }

  @Test
  void randomNumbersOfAFixedKeyAreConstants() {
    var key = RandomKey.of(3);
    Program<Tensor> program = Program.compile((Tensor x) -> x.add(key.uniform(Shape.of(3))));
    assertArrayEquals(
        THREE.add(key.uniform(Shape.of(3))).toFloatArray(), program.run(THREE).toFloatArray());
  }

  @Test
  void aLabelOutOfRangeChangesNothing() {
    var weight = Variable.of(Tensor.zeros(Shape.of(2, 3), DType.F32));
    Program<Tensor> step =
        Program.compile((Tensor labels) -> {
          var loss = CrossEntropy.of(weight.value(), labels);
          weight.assign(weight.value().sub(loss.backward().of(weight)));
          return loss;
        });
    step.run(Tensor.of(new long[] {0, 2}, Shape.of(2)));
    var before = weight.value().toFloatArray();
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> step.run(Tensor.of(new long[] {0, 3}, Shape.of(2))));
    assertEquals(
        "CrossEntropy: label 3 at row 1 is outside 0..2 (scores are [2, 3])", error.getMessage());
    assertArrayEquals(before, weight.value().toFloatArray());
  }

  @Test
  void aTrainingStepAllocatesNothingOnceWarm() {
    Threads.use(1);
    var weight = Variable.of(RandomKey.of(1).normal(Shape.of(30, 20))).named("weight");
    var bias = Variable.of(Tensor.zeros(Shape.of(20), DType.F32)).named("bias");
    Program<Tensor> step =
        Program.compile((Tensor x, Tensor labels) -> {
          var hidden = MatMul.of(x, weight.value()).add(bias.value()).tanh();
          var loss = CrossEntropy.of(hidden, labels);
          var gradients = loss.backward();
          weight.assign(weight.value().sub(gradients.of(weight).mul(0.1)));
          bias.assign(bias.value().sub(gradients.of(bias).mul(0.1)));
          return loss;
        });
    var key = RandomKey.of(2);
    Tensor[] inputs = {key.normal(Shape.of(50, 30)), key.integers(Shape.of(50), 0, 20)};
    var loss = step.run(inputs);
    double first = loss.item();
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        step.runInto(loss, inputs);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    Threads.use(Runtime.getRuntime().availableProcessors());
    assertEquals(0, bytes, "bytes in 100 steps");
    assertTrue(loss.item() < first, "the loss falls");
  }

  @Test
  void resultsOfOtherTypesAreRefused() {
    Program<Tensor> program = Program.compile((Tensor x) -> x.neg());
    var error =
        assertThrows(IllegalArgumentException.class, () -> program.runInto(Tensor.of(1, 2), THREE));
    assertEquals(
        "Program: results go into those of an earlier run for the same inputs, of types [f32 [3]];"
            + " got [f32 [2]]",
        error.getMessage());
  }
}
