package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chainrule.kernel.Pooling.Kind;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pooling, plain and in vectors, against loops over one window and one channel at a time.
@Tag("contract")
class PoolingTest {
  private static final int[] CHANNELS = {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 129};
  private static final int OFFSET = 5;

  /// After this time pooling that still allocates always will.
  private static final long WARMING_NANOS = 30_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(3);

  @BeforeEach
  void forkAlways() {
    Loops.grain(1);
  }

  @AfterEach
  void forkAsUsual() {
    Loops.grain(1 << 15);
    Workers.threads(Runtime.getRuntime().availableProcessors());
  }

  /// Windows along one axis: `count` of them, of `size` elements, `step` apart, from `start` on.
  private static Cells cells(int axis, int start, int size, int step, int distance, int count) {
    int[] firsts = new int[count];
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      int begin = start + i * step;
      int[] inside =
          IntStream.range(0, size)
              .map(k -> begin + k * distance)
              .filter(place -> place >= 0 && place < axis)
              .toArray();
      firsts[i] = inside[0];
      counts[i] = inside.length;
    }
    return new Cells(axis, distance, firsts, counts, counts);
  }

  static Stream<List<Cells>> windows() {
    var side = cells(6, 0, 2, 2, 1, 3);
    var meeting = cells(5, -1, 3, 2, 1, 3);
    var gaps = cells(7, 0, 2, 3, 1, 2);
    var dilated = cells(7, -2, 3, 1, 2, 5);
    return Stream.of(
        List.of(side),
        List.of(side, side),
        List.of(meeting, side),
        List.of(meeting, meeting),
        List.of(gaps, dilated),
        List.of(side, meeting, gaps));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void everyKernelGivesTheBitsOfSingleWindows(List<Cells> axes) {
    for (int channels : CHANNELS) {
      var plan = Pooling.of(3, axes, channels);
      var images = numbers(3 * plan.places() * channels);
      var directions = numbers(3 * plan.places() * channels);
      var results = numbers(3 * plan.windows() * channels);
      for (var kind : Kind.values()) {
        var t = kind.givesImage ? results : directions;
        var x = kind == Kind.SPREAD ? results : images;
        int length = kind.givesImage ? images.length : results.length;
        for (var kernel : kernels()) {
          var expected = new Expected(plan, kernel instanceof DoublePool);
          for (int threads = 1; threads <= 3; threads++) {
            Workers.threads(threads);
            var what = kind + " of " + channels + " channels by " + kernel.getClass();
            assertArrayEquals(
                expected.of(kind, t, x, length), run(plan, kernel, kind, t, x, length), what);
          }
        }
      }
    }
  }

  @Test
  void runningAllocatesNothingOnceWarm() {
    Loops.grain(1 << 15);
    Workers.threads(1);
    var side = cells(6, 0, 2, 2, 1, 3);
    var plan = Pooling.of(2, List.of(side, side), 20);
    var x = storage(Element.F32, numbers(2 * plan.places() * plan.channels));
    var dx = storage(Element.F32, numbers(2 * plan.places() * plan.channels));
    var y = storage(Element.F32, numbers(2 * plan.windows() * plan.channels));
    Runnable all =
        () -> {
          plan.max(x, y);
          plan.average(x, y);
          plan.spread(y, dx);
          plan.place(y, x, dx);
        };
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5; i++) {
        all.run();
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, "bytes in 5 calls");
  }

  private static List<PoolKernel> kernels() {
    return Vectors.present()
        ? List.of(new FloatPool(), new FloatVectorPool(), new DoublePool())
        : List.of(new FloatPool(), new DoublePool());
  }

  /// Runs a kernel on arrays that begin and end with numbers that belong to nobody.
  private static double[] run(
      Pooling plan, PoolKernel kernel, Kind kind, double[] t, double[] x, int length) {
    var element = kernel instanceof DoublePool ? Element.F64 : Element.F32;
    var y = storage(kind == Kind.FIND ? Element.I64 : element, new double[length]);
    double[] before = all(y);
    plan.run(kernel, kind, storage(element, t), storage(element, x), y);
    double[] after = all(y);
    assertEquals(before[OFFSET - 1], after[OFFSET - 1], "before the result");
    assertEquals(before[OFFSET + length], after[OFFSET + length], "after the result");
    return Arrays.copyOfRange(after, OFFSET, OFFSET + length);
  }

  private static Storage storage(Element element, double[] values) {
    var storage = Storage.allocate(element, new int[] {values.length + 2 * OFFSET});
    for (int i = 0; i < values.length + 2 * OFFSET; i++) {
      boolean inside = i >= OFFSET && i < OFFSET + values.length;
      double value = inside ? values[i - OFFSET] : 99;
      switch (storage.array()) {
        case float[] array -> array[i] = (float) value;
        case double[] array -> array[i] = value;
        default -> ((long[]) storage.array())[i] = (long) value;
      }
    }
    return storage.view(OFFSET, new int[] {1});
  }

  private static double[] all(Storage storage) {
    return switch (storage.array()) {
      case float[] array -> IntStream.range(0, array.length).mapToDouble(i -> array[i]).toArray();
      case double[] array -> array.clone();
      default -> Arrays.stream((long[]) storage.array()).asDoubleStream().toArray();
    };
  }

  /// Few different numbers, so that ties occur, whose sums are rounded.
  private double[] numbers(int length) {
    return random.ints(length, -9, 10).mapToDouble(i -> i / 3f).toArray();
  }

  /// Results by the definition.
  ///
  /// @param exact whether they are in double precision
  private record Expected(Pooling plan, boolean exact) {
    double[] of(Kind kind, double[] t, double[] x, int length) {
      double[] y = new double[length];
      int windows = plan.windows();
      for (int i = 0; i < plan.batch * windows * plan.channels; i++) {
        int channel = i % plan.channels;
        int window = i / plan.channels % windows;
        int base = i / plan.channels / windows * plan.places();
        int[] places = places(window).map(p -> (base + p) * plan.channels + channel).toArray();
        single(kind, places, i, t, x, y);
      }
      return y;
    }

    private void single(Kind kind, int[] places, int i, double[] t, double[] x, double[] y) {
      int largest = places[0];
      for (int place : places) {
        largest = kind != Kind.SPREAD && x[place] > x[largest] ? place : largest;
      }
      switch (kind) {
        case MAX -> y[i] = x[largest];
        case FIND -> y[i] = largest / plan.channels % plan.places();
        case TAKE -> y[i] = t[largest];
        case PLACE -> y[largest] = rounded(y[largest] + t[i]);
        case AVERAGE -> y[i] = mean(places, x);
        case SPREAD -> {
          for (int place : places) {
            y[place] = rounded(y[place] + rounded(t[i] / places.length));
          }
        }
      }
    }

    private double mean(int[] places, double[] x) {
      double sum = x[places[0]];
      for (int i = 1; i < places.length; i++) {
        sum = rounded(sum + x[places[i]]);
      }
      return rounded(sum / places.length);
    }

    private double rounded(double number) {
      return exact ? number : (float) number;
    }

    private IntStream places(int window) {
      int k = window % plan.c.count();
      int j = window / plan.c.count() % plan.b.count();
      int i = window / plan.c.count() / plan.b.count();
      return along(plan.a, i)
          .flatMap(p -> along(plan.b, j).map(q -> p * plan.b.size + q))
          .flatMap(row -> along(plan.c, k).map(r -> row * plan.c.size + r));
    }
  }

  private static IntStream along(Cells cells, int window) {
    return IntStream.range(0, cells.counts[window])
        .map(i -> cells.firsts[window] + i * cells.distance);
  }
}
