package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
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
}
