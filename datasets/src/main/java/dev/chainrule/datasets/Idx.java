package dev.chainrule.datasets;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads the IDX format of the MNIST files, gzipped or not.
///
/// An IDX file is two zero bytes, a byte for the element type, a byte for the rank, a big-endian
/// 32-bit size for each axis, and the elements in row-major order, big-endian.
///
/// | type | elements | dtype of the tensor |
/// |---|---|---|
/// | `08` | unsigned byte | u8 |
/// | `09`, `0B`, `0C` | signed byte, 16-bit, 32-bit integer | i32 |
/// | `0D` | 32-bit float | f32 |
/// | `0E` | 64-bit float | f64 |
///
/// **Source**: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
/// file formats.
public final class Idx {
  private static final int MAGIC_BYTES = 4;

  private Idx() {}

  /// Reads a file.
  ///
  /// @throws FormatException if it is not an IDX file, is cut short, or goes on after its last
  ///   element
  /// @throws dev.chainrule.ChainruleException if the file cannot be read
  public static Tensor read(Path path) {
    return parse(Content.of(path), path.toString()).tensor();
  }

  /// Returns whether a file begins as an IDX file does, gzipped or not.
  ///
  /// @throws dev.chainrule.ChainruleException if the file cannot be read
  public static boolean isIdx(Path path) {
    byte[] content = Content.of(path);
    return content.length >= MAGIC_BYTES
        && content[0] == 0
        && content[1] == 0
        && elementBytes(content[2]) > 0;
  }

  /// Checks a file's head and length.
  static Array parse(byte[] content, String source) {
    if (content.length < MAGIC_BYTES) {
      throw new FormatException(
          source + ": is too short for IDX: " + content.length + " bytes, the head alone has 4");
    }
    if (content[0] != 0 || content[1] != 0 || elementBytes(content[2]) == 0) {
      throw new FormatException(
          ("%s: is not an IDX file: bytes 0..2 are %02x %02x %02x; "
                  + "expected 00 00 and a type of 08, 09, 0b, 0c, 0d or 0e")
              .formatted(source, content[0], content[1], content[2]));
    }
    int rank = content[3] & 0xff;
    int start = MAGIC_BYTES + 4 * rank;
    if (content.length < start) {
      throw new FormatException(
          ("%s: ends at byte %d within its %d sizes, which take bytes 4..%d; "
                  + "the download may be incomplete")
              .formatted(source, content.length, rank, start - 1));
    }
    int[] sizes = new int[rank];
    ByteBuffer.wrap(content, MAGIC_BYTES, 4 * rank).asIntBuffer().get(sizes);
    var array = new Array(content[2], sizes, content, start);
    checkLength(array, source);
    return array;
  }

  private static void checkLength(Array array, String source) {
    long expected = elementBytes(array.type);
    for (int axis = 0; axis < array.sizes.length; axis++) {
      int size = array.sizes[axis];
      if (size < 0) {
        throw new FormatException(
            "%s: the size of axis %d, at offset %d, is %d; sizes are 0 or more"
                .formatted(source, axis, MAGIC_BYTES + 4 * axis, size));
      }
      expected = Math.min(expected * size, Long.MAX_VALUE / Integer.MAX_VALUE);
    }
    long actual = array.content.length - (long) array.start;
    if (actual < expected) {
      throw new FormatException(
          ("%s: ends at byte %d, but %s elements need %s bytes from offset %d; "
                  + "the download may be incomplete")
              .formatted(
                  source,
                  array.content.length,
                  Arrays.toString(array.sizes),
                  expected,
                  array.start));
    }
    if (actual > expected) {
      throw new FormatException(
          "%s: goes on for %d bytes after its last element, which ends at offset %d"
              .formatted(source, actual - expected, array.start + expected));
    }
  }

  private static int elementBytes(int type) {
    return switch (type) {
      case 0x08, 0x09 -> 1;
      case 0x0b -> 2;
      case 0x0c, 0x0d -> 4;
      case 0x0e -> 8;
      default -> 0;
    };
  }

  /// The checked content of a file; its elements start at `start` and reach the end.
  static final class Array {
    private final int type;
    private final int[] sizes;
    private final byte[] content;
    private final int start;

    Array(int type, int[] sizes, byte[] content, int start) {
      this.type = type;
      this.sizes = sizes;
      this.content = content;
      this.start = start;
    }

    Shape shape() {
      return Shape.of(sizes);
    }

    /// The bytes of the elements, big-endian.
    ByteBuffer elements() {
      return ByteBuffer.wrap(content, start, content.length - start).slice();
    }

    Tensor tensor() {
      Shape shape = shape();
      ByteBuffer elements = elements();
      return switch (type) {
        case 0x08 -> Tensor.of(Arrays.copyOfRange(content, start, content.length), shape);
        case 0x09 -> Tensor.of(integers(elements, 1), shape);
        case 0x0b -> Tensor.of(integers(elements, 2), shape);
        case 0x0c -> Tensor.of(integers(elements, 4), shape);
        case 0x0d -> {
          float[] values = new float[elements.capacity() / 4];
          elements.asFloatBuffer().get(values);
          yield Tensor.of(values, shape);
        }
        default -> {
          double[] values = new double[elements.capacity() / 8];
          elements.asDoubleBuffer().get(values);
          yield Tensor.of(values, shape);
        }
      };
    }

    private static int[] integers(ByteBuffer elements, int bytes) {
      int[] values = new int[elements.capacity() / bytes];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (bytes) {
              case 1 -> elements.get(i);
              case 2 -> elements.getShort(2 * i);
              default -> elements.getInt(4 * i);
            };
      }
      return values;
    }
  }
}
