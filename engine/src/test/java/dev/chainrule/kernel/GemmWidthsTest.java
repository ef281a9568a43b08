package dev.chainrule.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors of every width, and none, give the same bits; each in a virtual machine of its own.
class GemmWidthsTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @ParameterizedTest
  @CsvSource({
    "512, -XX:MaxVectorSize=64",
    "256, -XX:MaxVectorSize=32",
    "128, -XX:MaxVectorSize=16",
    "0, -Dvectors=absent"
  })
  void theBitsAreTheSame(int bits, String flag) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(flag);
    if (bits > 0) {
      command.add(VECTORS);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Digest.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var last = output.strip().lines().reduce("", (_, line) -> line);
    assertEquals(Digest.ofReference(), last, output);
  }

  /// Prints checksums of some products and convolutions.
  static final class Digest {
    private Digest() {}

    public static void main(String[] args) {
      var products =
          digest(
              sample -> sample.run(GemmSample.VECTORS_F32),
              sample -> sample.runDoubles(GemmSample.VECTORS_F64));
      var convolutions =
          digestOfConvolutions(
              ConvolutionSample.by(ConvolutionSample.VECTORS_F32),
              ConvolutionSample.by(ConvolutionSample.VECTORS_F64));
      IO.println(products + convolutions);
    }

    static String ofReference() {
      return digest(GemmSample::expectedFloats, GemmSample::expectedDoubles)
          + digestOfConvolutions(ConvolutionSample::reference, ConvolutionSample::reference);
    }

    private interface Run<T> {
      T of(GemmSample sample);
    }

    private static String digest(Run<float[]> floats, Run<double[]> doubles) {
      CRC32 sum = new CRC32();
      for (int layout = 0; layout < 4; layout++) {
        add(sum, GemmSample.of(13, 33, 257, layout), floats, doubles);
        add(sum, GemmSample.of(29, 10, 40, layout), floats, doubles);
        add(sum, GemmSample.of(3, 70, 30, layout), floats, doubles);
        add(sum, GemmSample.of(2, 5, 4200, layout), floats, doubles);
      }
      return Long.toHexString(sum.getValue());
    }

    private static String digestOfConvolutions(
        ConvolutionSample.Way<float[]> floats, ConvolutionSample.Way<double[]> doubles) {
      CRC32 sum = new CRC32();
      for (var sample : ConvolutionTest.chosen()) {
        for (float[] values : sample.floats(floats)) {
          add(sum, values);
        }
        for (double[] values : sample.doubles(doubles)) {
          add(sum, values);
        }
      }
      return Long.toHexString(sum.getValue());
    }

    private static void add(
        CRC32 sum, GemmSample sample, Run<float[]> floats, Run<double[]> doubles) {
      add(sum, floats.of(sample));
      add(sum, doubles.of(sample));
    }

    private static void add(CRC32 sum, float... values) {
      ByteBuffer bytes = ByteBuffer.allocate(8);
      for (float value : values) {
        sum.update(bytes.clear().putInt(Float.floatToRawIntBits(value)).flip());
      }
    }

    private static void add(CRC32 sum, double... values) {
      ByteBuffer bytes = ByteBuffer.allocate(8);
      for (double value : values) {
        sum.update(bytes.clear().putLong(Double.doubleToRawLongBits(value)).flip());
      }
    }
  }
}
