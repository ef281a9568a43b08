package dev.chainrule.golden;

import dev.chainrule.FormatException;
import dev.chainrule.io.Json;
import dev.chainrule.io.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A set of cases: a `manifest.json`, which lists them, and a safetensors file for each.
///
/// It lies in a folder or, in the same layout, in a zip file.
public final class GoldenSet {
  /// Where the files of a set come from.
  private interface Source {
    byte[] read(String file) throws IOException;
  }

  private final String where;
  private final Source source;
  private final List<Json> entries;

  private GoldenSet(String where, Source source) {
    this.where = where;
    this.source = source;
    String manifest = new String(bytes("manifest.json"), StandardCharsets.UTF_8);
    this.entries = Json.parse(manifest, where + "/manifest.json").get("cases").items();
  }

  /// Opens a folder that holds `manifest.json`, a zip file, or a folder of zip files, in the order
  /// of their names.
  ///
  /// @throws FormatException if a manifest is not one
  /// @throws UncheckedIOException if there is none or it cannot be read
  public static List<GoldenSet> openAll(Path place) {
    if (!Files.isDirectory(place) || Files.exists(place.resolve("manifest.json"))) {
      return List.of(open(place));
    }
    try (Stream<Path> files = Files.list(place)) {
      List<Path> zips = files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
      return zips.isEmpty() ? List.of(open(place)) : zips.stream().map(GoldenSet::open).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("golden: " + place + ": cannot be read: " + e, e);
    }
  }

  /// Opens a folder that holds `manifest.json`, or a zip file.
  ///
  /// @throws FormatException if the manifest is not one
  /// @throws UncheckedIOException if there is none or it cannot be read
  public static GoldenSet open(Path folderOrZip) {
    if (Files.isDirectory(folderOrZip)) {
      return new GoldenSet(
          folderOrZip.toString(), file -> Files.readAllBytes(folderOrZip.resolve(file)));
    }
    try (InputStream in = Files.newInputStream(folderOrZip)) {
      return zip(in, folderOrZip.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("golden: " + folderOrZip + ": cannot be read: " + e, e);
    }
  }

  /// Reads a zip file whole.
  ///
  /// @param where what error messages call it
  public static GoldenSet zip(InputStream in, String where) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    var zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      files.put(entry.getName(), zip.readAllBytes());
    }
    return new GoldenSet(
        where,
        file -> {
          byte[] bytes = files.get(file);
          if (bytes == null) {
            throw new IOException("there is no such file in the zip file");
          }
          return bytes;
        });
  }

  /// Returns the manifest's entries, in its order.
  List<Json> entries() {
    return entries;
  }

  /// Reads the tensors of one entry.
  GoldenCase read(Json entry) {
    String file = entry.get("file").asText();
    return new GoldenCase(entry, Safetensors.read(bytes(file), where + "/" + file));
  }

  private byte[] bytes(String file) {
    try {
      return source.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("golden: " + where + "/" + file + ": cannot be read: " + e, e);
    }
  }
}
