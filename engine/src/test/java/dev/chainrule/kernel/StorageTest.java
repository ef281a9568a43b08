package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTest {
  private static final int HEADER = 16;

  @ParameterizedTest
  @EnumSource(Element.class)
  void largeArraysBeginSixtyFourBytesAfterTheirHeadersStart(Element element) {
    int large = (1 << 20) / element.bytes();
    assertEquals(64, HEADER + Storage.start(element, large) * element.bytes());
    assertEquals(0, Storage.start(element, large - 1));
  }

  @ParameterizedTest
  @EnumSource(Element.class)
  void everyElementOfALargeStorageHasAPlace(Element element) {
    int large = (1 << 20) / element.bytes();
    var storage = Storage.allocate(element, new int[] {2, large / 2});
    assertEquals(Storage.start(element, large), storage.offset());
    assertTrue(storage.isContiguous(new int[] {2, large / 2}));
    int length = Array.getLength(storage.array());
    assertEquals(storage.offset() + large, length);
  }

  private static Optional<List<Integer>> reshaped(int[] strides, int[] from, int... to) {
    var storage = new Storage(new float[0], Element.F32, 0, strides);
    return storage.reshaped(from, to).map(found -> IntStream.of(found).boxed().toList());
  }

  @Test
  void axesAreCutAndJoinedWhereTheirStridesAllowIt() {
    int[] thirds = {384, 1};
    assertEquals(
        Optional.of(List.of(49152, 384, 32, 1)),
        reshaped(new int[] {49152, 384, 1}, new int[] {16, 128, 128}, 16, 128, 4, 32));
    assertEquals(Optional.of(List.of(384, 64, 1)), reshaped(thirds, new int[] {6, 128}, 6, 2, 64));
    assertEquals(Optional.empty(), reshaped(thirds, new int[] {6, 128}, 768));
    assertEquals(Optional.empty(), reshaped(thirds, new int[] {6, 128}, 12, 64));
    assertEquals(Optional.of(List.of(10, 5)), reshaped(new int[] {5}, new int[] {6}, 3, 2));
    assertEquals(Optional.of(List.of(5)), reshaped(new int[] {10, 5}, new int[] {3, 2}, 6));
  }

  @Test
  void axesOfSizeOneNeverStandInTheWayOfAView() {
    int[] apart = {77, 9, 55, 3};
    int[] from = {1, 4, 1, 3};
    assertEquals(Optional.of(List.of(9)), reshaped(new int[] {7, 9, 3}, new int[] {1, 4, 1}, 4));
    assertEquals(Optional.of(List.of(9, 3)), reshaped(apart, from, 4, 3));
    assertTrue(reshaped(apart, from, 4, 1, 3, 1).isPresent());
  }

  @Test
  void repeatedAxesStayRepeated() {
    assertEquals(Optional.of(List.of(0, 0)), reshaped(new int[2], new int[] {3, 4}, 6, 2));
    assertEquals(Optional.empty(), reshaped(new int[] {0, 1}, new int[] {3, 4}, 12));
  }
}
