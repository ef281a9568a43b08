package dev.chainrule.io;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The elements of one tensor on their way from bytes to an array and back, a block at a time.
final class SafetensorsElements {
  /// Bytes held beside the tensor itself while it is read or written; a multiple of every element.
  private static final int BLOCK = 1 << 16;

  private SafetensorsElements() {}

  /// Takes the elements of `block` and puts them into the array from element `at` on.
  @FunctionalInterface
  private interface Store {
    void take(ByteBuffer block, int at);
  }

  /// Puts `count` elements from element `at` on into `block`.
  @FunctionalInterface
  private interface Load {
    void give(ByteBuffer block, int at, int count);
  }

  static Tensor read(InputStream in, SafetensorsHeader.Entry entry, String where, long dataStart)
      throws IOException {
    Shape shape = entry.shape();
    var source = new Source(in, entry, where, dataStart + entry.begin());
    return switch (entry.type()) {
      case F64 -> {
        double[] to = new double[entry.elements()];
        source.forEach((block, at) -> block.asDoubleBuffer().get(to, at, block.remaining() / 8));
        yield Tensor.of(to, shape);
      }
      case F32, F16, BF16 -> Tensor.of(floats(source), shape);
      case I64 -> {
        long[] to = new long[entry.elements()];
        source.forEach((block, at) -> block.asLongBuffer().get(to, at, block.remaining() / 8));
        yield Tensor.of(to, shape);
      }
      case I32 -> {
        int[] to = new int[entry.elements()];
        source.forEach((block, at) -> block.asIntBuffer().get(to, at, block.remaining() / 4));
        yield Tensor.of(to, shape);
      }
      case U8 -> {
        byte[] to = new byte[entry.elements()];
        source.forEach((block, at) -> block.get(to, at, block.remaining()));
        yield Tensor.of(to, shape);
      }
      case BOOL -> Tensor.of(booleans(source), shape);
    };
  }

  private static float[] floats(Source source) throws IOException {
    float[] to = new float[source.entry().elements()];
    source.forEach(
        switch (source.entry().type()) {
          case F16 ->
              (block, at) -> {
                for (int i = at; block.hasRemaining(); i++) {
                  to[i] = Float.float16ToFloat(block.getShort());
                }
              };
          case BF16 ->
              (block, at) -> {
                for (int i = at; block.hasRemaining(); i++) {
                  to[i] = Float.intBitsToFloat(block.getShort() << 16);
                }
              };
          default -> (block, at) -> block.asFloatBuffer().get(to, at, block.remaining() / 4);
        });
    return to;
  }

  private static boolean[] booleans(Source source) throws IOException {
    boolean[] to = new boolean[source.entry().elements()];
    source.forEach((block, at) -> {
      for (int i = at; block.hasRemaining(); i++) {
        byte value = block.get();
        if (value != 0 && value != 1) {
          throw source.failed("holds " + (value & 0xff) + " for a BOOL, which is 0 or 1", i);
        }
        to[i] = value == 1;
      }
    });
    return to;
  }

  /// The bytes of one tensor; `offset` is that of its first byte in the file.
  private record Source(InputStream in, SafetensorsHeader.Entry entry, String where, long offset) {
    void forEach(Store store) throws IOException {
      byte[] bytes = new byte[BLOCK];
      long left = entry.end() - entry.begin();
      for (int at = 0; left > 0; at += BLOCK / entry.type().bytes()) {
        int count = (int) Math.min(left, BLOCK);
        if (in.readNBytes(bytes, 0, count) < count) {
          throw failed("ends early; the file became shorter while it was read", at);
        }
        store.take(ByteBuffer.wrap(bytes, 0, count).order(ByteOrder.LITTLE_ENDIAN), at);
        left -= count;
      }
    }

    FormatException failed(String problem, int element) {
      long place = offset + (long) element * entry.type().bytes();
      return new FormatException(
          "safetensors: %s: tensor \"%s\" %s (offset %d)"
              .formatted(where, entry.name(), problem, place));
    }
  }

  static void write(Tensor tensor, OutputStream out) throws IOException {
    int elements = tensor.shape().elements();
    int perBlock = BLOCK / StoredType.of(tensor.dtype()).bytes();
    Load load = load(tensor);
    var block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < elements; at += perBlock) {
      int count = Math.min(perBlock, elements - at);
      load.give(block.clear(), at, count);
      out.write(block.array(), 0, count * (BLOCK / perBlock));
    }
  }

  private static Load load(Tensor tensor) {
    return switch (tensor.dtype()) {
      case F64 -> {
        double[] from = tensor.toDoubleArray();
        yield (block, at, count) -> block.asDoubleBuffer().put(from, at, count);
      }
      case F32 -> {
        float[] from = tensor.toFloatArray();
        yield (block, at, count) -> block.asFloatBuffer().put(from, at, count);
      }
      case I64 -> {
        long[] from = tensor.toLongArray();
        yield (block, at, count) -> block.asLongBuffer().put(from, at, count);
      }
      case I32 -> {
        int[] from = tensor.toIntArray();
        yield (block, at, count) -> block.asIntBuffer().put(from, at, count);
      }
      case U8, BOOL -> {
        int[] from = tensor.toIntArray();
        yield (block, at, count) -> {
          for (int i = 0; i < count; i++) {
            block.put((byte) from[at + i]);
          }
        };
      }
    };
  }
}
