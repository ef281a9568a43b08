package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The fast folds against the definition, bit by bit.
@Tag("contract")
class FoldsTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 65, 127, 129, 1000, 4098
  };
  private static final int[] WIDTHS = {1, 7, 16, 17, 64, 130, 600};

  private final SplittableRandom random = new SplittableRandom(7);

  @BeforeEach
  void forkAlways() {
    Loops.grain(1);
  }

  @AfterEach
  void forkAsUsual() {
    Loops.grain(1 << 15);
    Workers.threads(Runtime.getRuntime().availableProcessors());
  }

  /// A fold, what it folds, and the kernels to be tested.
  record Case(Fold fold, Element element, List<FoldKernel> kernels) {
    static Case of(Fold fold, Element element) {
      var plain = FoldKernels.plain(fold, element);
      return new Case(
          fold,
          element,
          element == Element.I64 || !Vectors.present()
              ? List.of(plain)
              : List.of(plain, FoldKernels.vector(fold, element)));
    }

    @Override
    public String toString() {
      return fold + " of " + element;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Fold.values())
        .flatMap(fold ->
            Stream.of(Element.F32, Element.F64, Element.I64)
                .map(element -> Case.of(fold, element)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rowsOfAnyLengthGiveTheBitsOfTheDefinition(Case test) {
    for (int size : SIZES) {
      check(test, new int[] {size}, true);
      check(test, new int[] {3, size}, false, true);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void columnsOfAnyLengthGiveTheBitsOfTheDefinition(Case test) {
    for (int size : SIZES) {
      check(test, new int[] {size, 5}, true, false);
    }
    for (int width : WIDTHS) {
      check(test, new int[] {129, width}, true, false);
      check(test, new int[] {2, 64, width}, false, true, false);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalGroupsAreFoldedFromTheInside(Case test) {
    check(test, new int[] {5, 3, 4, 6}, true, false, true, true);
    check(test, new int[] {70, 3, 65}, true, false, true);
    check(test, new int[] {70, 1, 65}, true, false, true);
    check(test, new int[] {3, 1, 65, 1}, false, true, true, false);
    check(test, new int[] {2, 3, 4}, false, false, false);
    check(test, new int[] {}, new boolean[0]);
    check(test, new int[] {2, 0, 4}, false, true, false);
    check(test, new int[] {2, 0, 4}, true, false, false);
  }

  @Test
  void veryLongColumnsAndRowsAreCutIntoRuns() {
    var test = Case.of(Fold.SUM, Element.F32);
    check(test, new int[] {Folds.RUN + 67, 2}, true, false);
    check(test, new int[] {3 * Folds.RUN + 1}, true);
    check(test, new int[] {2, Folds.RUN + 1, 3}, false, true, false);
  }

  @Test
  void nanWinsAndZerosAreOrdered() {
    float[] values = {0, -0f, Float.NaN, 1, Float.NEGATIVE_INFINITY};
    var input = new Storage(values, Element.F32, 0, new int[] {1});
    for (var fold : Fold.values()) {
      var test = Case.of(fold, Element.F32);
      for (int length = 2; length <= values.length; length++) {
        check(test, new int[] {length}, input, true);
      }
    }
  }

  @Test
  void typesWithoutKernelAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> FoldKernels.plain(Fold.SUM, Element.U8));
  }

  private void check(Case test, int[] sizes, boolean... over) {
    for (var input : inputs(test.element(), sizes)) {
      check(test, sizes, input, over);
    }
  }

  private static void check(Case test, int[] sizes, Storage input, boolean... over) {
    int[] kept = sizes.clone();
    for (int axis = 0; axis < sizes.length; axis++) {
      kept[axis] = over[axis] ? 1 : sizes[axis];
    }
    var expected = Storage.allocate(test.element(), kept);
    FoldsReference.run(test.fold(), sizes, over, input, expected);
    for (var kernel : test.kernels()) {
      for (int threads : new int[] {1, 3}) {
        Workers.threads(threads);
        var result = Storage.allocate(test.element(), kept);
        Folds.of(test.fold(), _ -> kernel, FoldSpace.of(sizes, over, input), result).run();
        assertTrue(
            same(expected.array(), result.array()),
            () ->
                "%s %s over %s, strides %s, by %s: %s instead of %s"
                    .formatted(
                        test,
                        Arrays.toString(sizes),
                        Arrays.toString(over),
                        Arrays.toString(input.strides()),
                        kernel,
                        text(result.array()),
                        text(expected.array())));
      }
    }
  }

  /// Whether all bits are equal, those of a NaN aside.
  private static boolean same(Object expected, Object actual) {
    return switch (expected) {
      case float[] numbers -> Arrays.equals(numbers, (float[]) actual);
      case double[] numbers -> Arrays.equals(numbers, (double[]) actual);
      case long[] numbers -> Arrays.equals(numbers, (long[]) actual);
      default -> throw new AssertionError(expected);
    };
  }

  private static String text(Object array) {
    return switch (array) {
      case float[] numbers -> Arrays.toString(numbers);
      case double[] numbers -> Arrays.toString(numbers);
      case long[] numbers -> Arrays.toString(numbers);
      default -> throw new AssertionError(array);
    };
  }

  /// The same shape laid out in rows, with gaps, with the axes stored in reverse order, and as one
  /// element repeated.
  private List<Storage> inputs(Element element, int... sizes) {
    int rank = sizes.length;
    int[] gaps = Storage.contiguous(sizes);
    int[] reversed = new int[rank];
    int step = 1;
    for (int axis = 0; axis < rank; axis++) {
      gaps[axis] *= 2;
      reversed[axis] = step;
      step *= sizes[axis];
    }
    return Stream.of(Storage.contiguous(sizes), gaps, reversed, new int[rank])
        .map(strides -> random(element, sizes, strides))
        .toList();
  }

  private Storage random(Element element, int[] sizes, int... strides) {
    int length = 4;
    for (int axis = 0; axis < sizes.length; axis++) {
      length += Math.max(0, sizes[axis] - 1) * strides[axis];
    }
    var storage = Storage.allocate(element, new int[] {length});
    for (int i = 0; i < length; i++) {
      switch (storage.array()) {
        case float[] array -> array[i] = (float) random.nextDouble(-1.5, 1.5);
        case double[] array -> array[i] = random.nextDouble(-1.5, 1.5);
        case long[] array -> array[i] = random.nextLong(-9, 9);
        default -> throw new AssertionError(element);
      }
    }
    return storage.view(3, strides);
  }
}
