package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Attention gives the very bits of [AttentionReference], wherever its operands lie.
@Tag("contract")
class AttentionTest {
  private static final long SEED = 11;

  /// After this time attention that still allocates always will.
  private static final long WARMING_NANOS = 30_000_000_000L;

  private int threadsBefore;

  @BeforeEach
  void remember() {
    threadsBefore = Workers.threads();
  }

  @AfterEach
  void restore() {
    Workers.threads(threadsBefore);
  }

  static Stream<AttentionSample> samples() {
    var random = new SplittableRandom(SEED);
    return Stream.concat(chosen().stream(), Stream.generate(() -> any(random)).limit(30));
  }

  static List<AttentionSample> chosen() {
    return List.of(
        AttentionSample.of(3, 128, 128, 32, 32).causal(),
        AttentionSample.of(2, 64, 64, 33, 7).causal().masked(),
        AttentionSample.of(2, 65, 63, 1, 1).causal(),
        AttentionSample.of(1, 129, 300, 17, 40).masked(),
        AttentionSample.of(4, 1, 1, 5, 3),
        AttentionSample.of(2, 1, 7, 5, 3).causal(),
        // Products and sums in several chunks, and rows in several pieces.
        AttentionSample.of(1, 3, 260, 300, 270),
        AttentionSample.of(1, 2, 4100, 3, 2).masked());
  }

  private static AttentionSample any(SplittableRandom random) {
    var sample =
        AttentionSample.of(
            random.nextInt(1, 5),
            random.nextInt(1, 200),
            random.nextInt(1, 200),
            random.nextInt(1, 50),
            random.nextInt(1, 50));
    sample = random.nextBoolean() ? sample.causal() : sample;
    return random.nextBoolean() ? sample.masked() : sample;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theBitsAreThoseOfTheReference(AttentionSample sample) {
    for (var element : List.of(Element.F32, Element.F64)) {
      double[] expected = sample.reference(element);
      for (int threads = 1; threads <= 3; threads++) {
        Workers.threads(threads);
        assertArrayEquals(expected, sample.planned(element, false), "threads " + threads);
        assertArrayEquals(expected, sample.planned(element, true), "vectors, threads " + threads);
      }
    }
  }

  @Test
  void runningAllocatesNothingOnceWarm() {
    Workers.threads(1);
    var sample = AttentionSample.of(2, 130, 130, 16, 16).causal().masked();
    var operands = sample.operands(Element.F32);
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var forward = operands.forward(Multiplier.F32);
    var backward = operands.backward(Multiplier.F32);
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5; i++) {
        forward.run();
        backward.run();
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, "bytes in 5 calls");
  }
}
