package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.DType;
import dev.chainrule.Tensor;
import dev.chainrule.Threads;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.op.Op;
import dev.chainrule.op.OpSpec;
import dev.chainrule.op.Ops;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs of single operations and their gradients allocate nothing once they are warm.
class AllocationTest {
  /// After this time a program that still allocates always will.
  private static final long WARMING_NANOS = 60_000_000_000L;

  private static final Set<String> OPERATIONS =
      Set.of(
          "argCumulativeMax",
          "argIndexMax",
          "argMax",
          "argMode",
          "argSort",
          "argTopK",
          "attention",
          "ctc",
          "cumulativeProduct",
          "cumulativeSum",
          "dropout",
          "embedding",
          "embeddingBag",
          "gather",
          "groupNorm",
          "gru",
          "indexAdd",
          "indexSelect",
          "oneHot",
          "pad",
          "projectedLstm",
          "randomBernoulli",
          "randomIntegers",
          "randomNormal",
          "randomPermutation",
          "randomUniform",
          "recurrence",
          "roll",
          "scatter",
          "scatterAdd",
          "splitKey");

  private int threadsBefore;

  @BeforeEach
  void useOneThread() {
    threadsBefore = Threads.count();
    Threads.use(1);
  }

  @AfterEach
  void restore() {
    Threads.use(threadsBefore);
  }

  static Stream<OpSpec> operations() {
    return Ops.all().stream().filter(spec -> OPERATIONS.contains(spec.name()));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void runningAllocatesNothingOnceWarm(OpSpec spec) {
    var random = new SplittableRandom(1);
    for (var sample : spec.samples()) {
      var inputs =
          sample.inputs().stream()
              .map(input -> input.tensor(DType.F32, random))
              .toArray(Tensor[]::new);
      if (Stream.of(inputs).allMatch(input -> input.shape().elements() > 0)) {
        assertSteady(sample.op(), inputs);
      }
    }
  }

  private static void assertSteady(Op op, Tensor... inputs) {
    Program<List<Tensor>> program = Program.compile(inputs.length, given -> everything(op, given));
    var results = program.run(inputs);
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        program.runInto(results, inputs);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, () -> "bytes in 50 runs of " + op);
  }

  /// Returns the result and, if it has gradients, those of all inputs.
  private static List<Tensor> everything(Op op, List<Tensor> given) {
    var tracked =
        given.stream()
            .map(input -> input.dtype().floating() ? Derivatives.tracked(input) : input)
            .toArray(Tensor[]::new);
    var result = op.on(tracked);
    var all = new ArrayList<Tensor>();
    all.add(result.detach());
    if (result.isRecorded()) {
      var seed = Tensor.ones(result.shape(), result.dtype());
      var gradients = Derivatives.backward(result, seed, BackwardOptions.plain());
      for (var input : tracked) {
        gradients.find(input).ifPresent(all::add);
      }
    }
    return all;
  }
}
