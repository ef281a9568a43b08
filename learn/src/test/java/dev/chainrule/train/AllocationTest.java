package dev.chainrule.train;

import static dev.chainrule.learn.Chainrule.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Threads;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.TransformerEncoder;
import dev.chainrule.op.CrossEntropy;
import dev.chainrule.program.Program;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whole training steps, compiled, allocate nothing once they are warm.
class AllocationTest {
  /// After this time a step that still allocates always will.
  private static final long WARMING_NANOS = 60_000_000_000L;

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

  @Test
  void aTransformerLearnsWithoutAllocating() {
    var block = TransformerEncoder.of(2, 32).withCausal().withDropout(0.1);
    var layers = sequential(embedding(11, 16), learnedPositions(12), block, layerNorm(), dense(11));
    var text = RandomKey.of(1).integers(Shape.of(3, 12), 0, 11);
    var next = RandomKey.of(2).integers(Shape.of(3, 12), 0, 11);
    assertSteady(layers, text, next);
  }

  @Test
  void aConvolutionalNetworkWithDropoutLearnsWithoutAllocating() {
    var layers =
        sequential(
            conv2d(4, 3).padded(),
            batchNorm(),
            relu(),
            maxPool2d(2),
            dropout(0.5),
            flatten(),
            dense(5));
    var images = RandomKey.of(3).normal(Shape.of(6, 8, 8, 2));
    assertSteady(layers, images, RandomKey.of(4).integers(Shape.of(6), 0, 5));
  }

  private static void assertSteady(Layer layers, Tensor input, Tensor target) {
    var sample = input.shape().part(1, input.shape().rank());
    var network = layers.build(List.of(new TensorType(sample, input.dtype())), DType.F32, 1);
    var optimizer = adamW(1e-3).over(network.parameters());
    Program<Tensor> step =
        Program.compile((Tensor x, Tensor labels) -> {
          var loss = CrossEntropy.of(network.apply(x), labels);
          optimizer.step(loss.backward());
          return loss.detach();
        });
    Tensor[] batch = {input, target};
    var loss = step.run(batch);
    double first = loss.item();
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long bytes;
    do {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20; i++) {
        step.runInto(loss, batch);
      }
      bytes = bean.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() - start < WARMING_NANOS);
    assertEquals(0, bytes, "bytes in 20 steps");
    assertTrue(loss.item() < first, "the loss falls");
  }
}
