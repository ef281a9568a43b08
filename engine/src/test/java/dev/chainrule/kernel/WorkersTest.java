package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private int threadsBefore;

  @BeforeEach
  void remember() {
    threadsBefore = Workers.threads();
  }

  @AfterEach
  void restore() {
    Workers.threads(threadsBefore);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPartRunsOnce(int threads) {
    Workers.threads(threads);
    assertEquals(threads, Workers.threads());
    for (int parts : new int[] {0, 1, 2, 3, 7, 8, 100, 1000}) {
      for (int repeat = 0; repeat < 200; repeat++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(parts);
        Workers.run(parts, runs::incrementAndGet);
        for (int i = 0; i < parts; i++) {
          assertEquals(1, runs.get(i));
        }
      }
    }
  }

  @Test
  void plainWritesOfPartsAreVisibleToTheCaller() {
    Workers.threads(3);
    int[] values = new int[64];
    for (int round = 1; round <= 2000; round++) {
      int written = round;
      Workers.run(values.length, i -> values[i] = written + i);
      for (int i = 0; i < values.length; i++) {
        assertEquals(round + i, values[i]);
      }
    }
  }

  @Test
  void helpersTakePartInTheWork() {
    Workers.threads(2);
    CountDownLatch bothStarted = new CountDownLatch(2);
    Thread[] ran = new Thread[2];
    Workers.run(
        2,
        i -> {
          ran[i] = Thread.currentThread();
          bothStarted.countDown();
          await(bothStarted);
        });
    assertNotSame(ran[0], ran[1]);
    assertTrue(ran[0].isDaemon() || ran[1].isDaemon());
  }

  @Test
  void partsMayRunPartsThemselves() {
    Workers.threads(3);
    AtomicInteger total = new AtomicInteger();
    Workers.run(10, i -> Workers.run(10, j -> total.addAndGet(10 * i + j)));
    assertEquals(99 * 100 / 2, total.get());
  }

  @Test
  void severalUserThreadsMayCallAtOnce() throws InterruptedException {
    Workers.threads(2);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> users = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      users.add(Thread.ofPlatform().start(() -> sumManyTimes(failure)));
    }
    for (Thread user : users) {
      user.join();
    }
    assertNull(failure.get());
  }

  private static void sumManyTimes(AtomicReference<Throwable> failure) {
    try {
      long[] values = new long[32];
      for (int round = 0; round < 2000; round++) {
        Arrays.fill(values, 0);
        Workers.run(values.length, i -> values[i] += i);
        assertEquals(31 * 32 / 2, Arrays.stream(values).sum());
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  @Test
  void theNumberOfThreadsMayChangeAtAnyTimeEvenFromAPart() {
    Workers.threads(2);
    AtomicInteger runs = new AtomicInteger();
    for (int round = 0; round < 100; round++) {
      Workers.run(
          8,
          i -> {
            Workers.threads(1 + (runs.getAndIncrement() & 3));
            Workers.run(4, j -> runs.addAndGet(0));
          });
    }
    assertEquals(800, runs.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theFailureOfTheLowestPartReachesTheCallerAndThePoolStaysUsable(int threads) {
    Workers.threads(threads);
    for (int round = 0; round < 100; round++) {
      IllegalStateException thrown =
          assertThrows(IllegalStateException.class, () -> Workers.run(20, WorkersTest::failAbove));
      assertEquals("part 7", thrown.getMessage());
      int[] values = new int[5];
      Workers.run(5, i -> values[i] = i);
      assertArrayEquals(new int[] {0, 1, 2, 3, 4}, values);
    }
  }

  private static void failAbove(int index) {
    if (index >= 7) {
      throw new IllegalStateException("part " + index);
    }
  }

  @Test
  void aLongPartOfAHelperIsWaitedFor() {
    Workers.threads(2);
    CountDownLatch bothStarted = new CountDownLatch(2);
    AtomicLong sum = new AtomicLong();
    Thread caller = Thread.currentThread();
    Workers.run(
        2,
        i -> {
          bothStarted.countDown();
          await(bothStarted);
          if (!Thread.currentThread().equals(caller)) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2_000_000) {
              Thread.onSpinWait();
            }
          }
          sum.addAndGet(i + 1);
        });
    assertEquals(3, sum.get());
  }

  @Test
  void aCallAllocatesNothing() {
    Workers.threads(2);
    int[] values = new int[16];
    Workers.Part part = i -> values[i]++;
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 1000; i++) {
      Workers.run(values.length, part);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        Workers.run(values.length, part);
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1000, least + " bytes in 1000 calls");
  }

  @Test
  void impossibleNumbersOfThreadsAreRefused() {
    for (int threads : new int[] {-1, 0, 65}) {
      var thrown = assertThrows(IllegalArgumentException.class, () -> Workers.threads(threads));
      assertEquals(
          "Workers: number of threads " + threads + " is outside 1..64", thrown.getMessage());
    }
    assertEquals(threadsBefore, Workers.threads());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
