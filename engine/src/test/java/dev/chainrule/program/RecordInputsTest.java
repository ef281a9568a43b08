package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Threads;
import dev.chainrule.Variable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Programs of functions of a record.
class RecordInputsTest {
  /// After this time a program that still allocates always will.
  private static final long WARMING_NANOS = 60_000_000_000L;

  private static final Tensor A = Tensor.of(1, 2, 3);
  private static final Tensor B = Tensor.of(4, 5, 6);

  private record Pair(Tensor left, Tensor right) {}

  private record Tree(Pair pair, List<Tensor> more, Tensor last) {}

  private record Counted(Tensor values, @Nullable Object count) {}

  private static Tree tree(Tensor... more) {
    return new Tree(new Pair(A, B), List.of(more), Tensor.scalar(10));
  }

  private static Tensor sum(Tree tree) {
    var total = tree.pair.left.mul(tree.pair.right).add(tree.last);
    for (var part : tree.more) {
      total = total.add(part);
    }
    return total;
  }

  @Test
  void aRecordMayHoldListsAndRecords() {
    var program = Program.compile(Tree.class, RecordInputsTest::sum);
    assertArrayEquals(new float[] {14, 20, 28}, program.run(tree()).toFloatArray());
    assertArrayEquals(new float[] {18, 25, 34}, program.run(tree(B)).toFloatArray());
    assertArrayEquals(new float[] {22, 30, 40}, program.run(tree(B, B)).toFloatArray());
    assertArrayEquals(new float[] {14, 20, 28}, program.run(tree()).toFloatArray());
    program.audit(tree(A, B));
    assertTrue(
        program.explain(tree(A)).startsWith("program for f32 [3], f32 [3], f32 [3], f32 []"));
  }

  @Test
  void aRecordMayComeBack() {
    Program<Pair> swap =
        Program.compile(Pair.class, pair -> new Pair(pair.right.neg(), pair.left.neg()));
    var swapped = swap.run(new Pair(A, B));
    assertArrayEquals(new float[] {-4, -5, -6}, swapped.left.toFloatArray());
    swap.runInto(swapped, new Pair(B, A));
    assertArrayEquals(new float[] {-1, -2, -3}, swapped.left.toFloatArray());
    assertArrayEquals(new float[] {-4, -5, -6}, swapped.right.toFloatArray());
  }

  @Test
  void whatIsNoSuchRecordIsRefused() {
    var pairs = Program.compile(Pair.class, pair -> pair.left.add(pair.right));
    refused("Program: takes a record Pair, got a record Tree", () -> pairs.run(tree()));
    refused("Program: takes a record Pair, got 2 tensors", () -> pairs.run(A, B));
    refused("Program: takes a record Pair, got null", () -> pairs.run(nothing()));
    Program<Tensor> two = Program.compile((Tensor a, Tensor b) -> a.add(b));
    refused("Program: takes 2 tensors, got a record Pair", () -> two.run(new Pair(A, B)));
    pairs.run(new Pair(A, B));
    refused("Program: takes a record Pair, got 2 tensors", () -> pairs.run(A, B));
  }

  @SuppressWarnings("NullAway") // what careless code would pass
  private static Record nothing() {
    return null;
  }

  @Test
  void aComponentThatIsNoTensorIsNamed() {
    var counted = Program.compile(Counted.class, given -> given.values.neg());
    refused(
        "Program: Counted.count is a java.lang.Integer; programs take tensors, lists of tensors, or"
            + " records of tensors",
        () -> counted.run(new Counted(A, 3)));
    refused(
        "Program: Counted.count is null; programs take tensors, lists of tensors, or records of"
            + " tensors",
        () -> counted.run(new Counted(A, null)));
    refused(
        "Program: Counted.count[1] is a java.lang.String; programs take tensors, lists of tensors,"
            + " or records of tensors",
        () -> counted.run(new Counted(A, List.of(A, "B"))));
  }

  private static void refused(String message, Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }

  @Test
  void severalThreadsMayCall() {
    var program = Program.compile(Pair.class, pair -> pair.left.mul(pair.right));
    var zero = Tensor.scalar(0, DType.I64);
    program.run(new Pair(zero, zero));
    IntStream.range(0, 2000)
        .parallel()
        .forEach(i -> {
          var number = Tensor.scalar(i, DType.I64);
          assertEquals((double) i * i, program.run(new Pair(number, number)).item());
        });
  }

  @Test
  void runningAllocatesNothingOnceWarm() {
    int threads = Threads.count();
    Threads.use(1);
    var weight = Variable.of(Tensor.ones(Shape.of(3), DType.F32));
    var step =
        Program.compile(
            Tree.class,
            tree -> {
              weight.assign(weight.value().mul(0.5).add(sum(tree)));
              return weight.value();
            });
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var inputs = tree(A, B);
    var result = step.run(inputs);
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        step.runInto(result, inputs);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    Threads.use(threads);
    assertEquals(0, bytes, "bytes in 100 runs");
  }
}
