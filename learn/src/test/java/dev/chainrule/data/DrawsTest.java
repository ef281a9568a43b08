package dev.chainrule.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void everyOrderIsEquallyLikely() {
    Map<String, Integer> counts = new HashMap<>();
    for (int seed = 0; seed < 24_000; seed++) {
      counts.merge(Arrays.toString(new Draws(seed, 1).permutation(4)), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    // 1000 expected, standard deviation 31; five of them are allowed.
    counts.forEach((order, count) -> assertTrue(Math.abs(count - 1000) < 155, order + count));
  }

  @Test
  void streamsAreUnrelated() {
    int[] first = new Draws(1, 1).permutation(1000);
    int[] second = new Draws(1, 2).permutation(1000);
    int same = 0;
    for (int i = 0; i < first.length; i++) {
      same += first[i] == second[i] ? 1 : 0;
    }
    // One is expected of two unrelated orders.
    assertTrue(same < 8, "" + same);
  }

  @Test
  void numbersStayBelowTheirBound() {
    Draws draws = new Draws(3);
    boolean[] seen = new boolean[7];
    for (int i = 0; i < 1000; i++) {
      seen[draws.below(7)] = true;
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
    assertEquals(0, draws.below(1));
    assertTrue(draws.below(Integer.MAX_VALUE) >= 0);
  }
}
