package dev.chainrule.datasets;

import dev.chainrule.Shape;
import dev.chainrule.data.Dataset;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The MNIST handwritten digits, in their official two parts. A part is read when it is first asked
/// for.
///
/// | | shape | values |
/// |---|---|---|
/// | inputs | `[n, 28, 28, 1]` | f32, 0 (paper) to 1 (ink) |
/// | targets | `[n]` | i32, the digit |
///
/// **Source**: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to
/// document recognition", Proceedings of the IEEE 86 (1998).
public final class Mnist {
  static final List<String> DIGITS = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private Optional<Dataset> train = Optional.empty();
  private Optional<Dataset> test = Optional.empty();

  Mnist() {}

  /// Returns the 60,000 digits to learn from.
  public synchronized Dataset train() {
    train = Optional.of(train.orElseGet(() -> read("train")));
    return train.get();
  }

  /// Returns the 10,000 digits that judge.
  public synchronized Dataset test() {
    test = Optional.of(test.orElseGet(() -> read("t10k")));
    return test.get();
  }

  private static Dataset read(String part) {
    Idx.Array images = resource("mnist-" + part + "-images-idx3-ubyte.gz");
    Idx.Array labels = resource("mnist-" + part + "-labels-idx1-ubyte.gz");
    Shape shape = images.shape().insert(3, 1);
    return Dataset.ofImages(images.elements(), shape, 255, integers(labels.elements()))
        .withClassNames(DIGITS);
  }

  private static Idx.Array resource(String name) {
    return Idx.parse(Content.ofResource(name), name);
  }

  private static int[] integers(ByteBuffer bytes) {
    int[] integers = new int[bytes.remaining()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = bytes.get(i) & 0xff;
    }
    return integers;
  }
}
