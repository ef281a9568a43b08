package dev.chainrule.golden;

import dev.chainrule.io.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packs a folder of golden cases into one zip file a kind, as they lie in the test resources.
///
/// Run it with the folder of cases and the folder to write to. The same cases give the same bytes.
final class GoldenPack {
  private GoldenPack() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Files.createDirectories(Path.of(arguments[1]));
    Json manifest = Json.parse(Files.readString(from.resolve("manifest.json")), "manifest.json");
    List<Json> cases = manifest.get("cases").items();
    for (String kind : cases.stream().map(c -> c.get("kind").asText()).distinct().toList()) {
      List<Json> ofKind = cases.stream().filter(c -> c.get("kind").asText().equals(kind)).toList();
      pack(manifest, ofKind, from, to.resolve(kind + ".zip"));
    }
  }

  private static void pack(Json manifest, List<Json> cases, Path from, Path to) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>(manifest.members());
    members.put("count", Json.of(cases.size()));
    members.put("cases", Json.of(cases));
    try (var zip = new ZipOutputStream(Files.newOutputStream(to))) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      add(zip, "manifest.json", Json.of(members).toString().getBytes(StandardCharsets.UTF_8));
      for (Json one : cases) {
        String file = one.get("file").asText();
        add(zip, file, Files.readAllBytes(from.resolve(file)));
      }
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
