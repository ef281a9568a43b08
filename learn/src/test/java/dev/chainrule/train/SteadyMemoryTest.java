package dev.chainrule.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.loss.Losses;
import dev.chainrule.optim.Adam;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SteadyMemoryTest {
  private static final int STEPS_OF_AN_EPOCH = 1000;
  private static final int EPOCHS = 1000;

  /// The history of an epoch is a few hundred bytes; nothing else may stay.
  private static final long BYTES_OF_AN_EPOCH = 1000;

  @Test
  @Tag("slow")
  void aMillionStepsLeaveNothingBehind() {
    Map<Integer, Long> bytes = new LinkedHashMap<>();
    Trainer.of(Toys.networkWithState(), Losses.crossEntropy(), Adam.of(0.001))
        .epochs(EPOCHS)
        .batch(4)
        .listener(event -> {
          if (event instanceof Event.EpochDone done) {
            int epoch = done.result().epoch();
            if (epoch % 100 == 0) {
              bytes.put(epoch, bytesInUse());
            }
          }
        })
        .fit(Toys.quadrants(4 * STEPS_OF_AN_EPOCH));
    long growth = bytes.get(EPOCHS) - bytes.get(100);
    assertTrue(
        growth < BYTES_OF_AN_EPOCH * (EPOCHS - 100),
        "grew by " + growth + " bytes; bytes in use by epoch: " + bytes);
  }

  private static long bytesInUse() {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
