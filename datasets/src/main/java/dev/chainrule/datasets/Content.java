package dev.chainrule.datasets;

import dev.chainrule.ChainruleException;
import dev.chainrule.FormatException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The whole content of a file in memory, decompressed when it is a gzip file.
final class Content {
  /// Deflate never shrinks data by more than this factor, so a larger claim in the trailer is
  /// wrong.
  private static final long GREATEST_DEFLATE_RATIO = 1032;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Content() {}

  static byte[] of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new ChainruleException(path + ": cannot be read: it is a directory");
      }
      if (Files.size(path) > LARGEST_ARRAY) {
        throw new ChainruleException(path + ": is too large: more than 2 GiB");
      }
      return decompressed(Files.readAllBytes(path), path.toString());
    } catch (NoSuchFileException e) {
      throw new ChainruleException(path + ": cannot be read: no such file", e);
    } catch (AccessDeniedException e) {
      throw new ChainruleException(path + ": cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new ChainruleException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static byte[] ofResource(String name) {
    try (InputStream in = Content.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new ChainruleException(name + ": is not in the datasets jar; the jar is incomplete");
      }
      return decompressed(in.readAllBytes(), name);
    } catch (IOException e) {
      throw new ChainruleException(name + ": cannot be read from the jar: " + e.getMessage(), e);
    }
  }

  static byte[] decompressed(byte[] content, String source) {
    boolean gzip = content.length > 1 && content[0] == 0x1f && content[1] == (byte) 0x8b;
    if (!gzip) {
      return content;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(content), 1 << 16)) {
      return readAll(in, expectedSize(content), source);
    } catch (EOFException e) {
      throw new FormatException(
          source
              + ": the gzip data ends too early, at byte "
              + content.length
              + "; the download may be incomplete",
          e);
    } catch (ZipException e) {
      throw new FormatException(source + ": the gzip data is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new FormatException(source + ": cannot be decompressed: " + e.getMessage(), e);
    }
  }

  /// Reads into one array of the expected size, which is much faster than collecting pieces.
  private static byte[] readAll(InputStream in, int expected, String source) throws IOException {
    byte[] bytes = new byte[expected];
    int size = in.readNBytes(bytes, 0, expected);
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (size == LARGEST_ARRAY) {
        throw new FormatException(source + ": is larger than 2 GiB after decompression");
      }
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, 2L * size + 1024));
      }
      bytes[size++] = (byte) next;
      size += in.readNBytes(bytes, size, bytes.length - size);
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /// The size that the gzip trailer claims (it is right for files of one part), kept within reason.
  private static int expectedSize(byte[] content) {
    if (content.length < 18) {
      return 0;
    }
    long claimed =
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 4)
            & 0xffffffffL;
    long possible = Math.min(LARGEST_ARRAY, content.length * GREATEST_DEFLATE_RATIO);
    return (int) (claimed <= possible ? claimed : content.length);
  }

  /// Decodes UTF-8, without the byte order mark that some programs write first.
  static String text(byte[] content, String source) {
    for (int offset = 0; offset < content.length; offset++) {
      if (content[offset] == 0) {
        throw new FormatException(
            source + ": holds a zero byte at offset " + offset + "; it is not a text file");
      }
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(content);
    String text;
    try {
      text = decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException(
          source
              + ": byte "
              + (content[bytes.position()] & 0xff)
              + " at offset "
              + bytes.position()
              + " is not UTF-8 text; save the file as UTF-8",
          e);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
