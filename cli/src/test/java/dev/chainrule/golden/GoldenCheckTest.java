package dev.chainrule.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.NamedTensors;
import dev.chainrule.io.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness itself, on a few cases made by hand: y = a · b for a = (2, 3) and b = (5, 7).
class GoldenCheckTest {
  @TempDir Path folder;

  private final Map<String, Tensor> product = new LinkedHashMap<>();

  @BeforeEach
  void fillTheCase() {
    product.put("in.a", vector(2, 3));
    product.put("in.b", vector(5, 7));
    product.put("out.y", vector(10, 21));
    product.put("ct.y", vector(1, 10));
    product.put("grad.a", vector(5, 70));
    product.put("grad.b", vector(2, 30));
    product.put("tan.a", vector(1, 2));
    product.put("tan.b", vector(3, 4));
    product.put("jvp.y", vector(11, 26));
    product.put("hvp.a", vector(3, 40));
    product.put("hvp.b", vector(1, 20));
  }

  @Test
  void valuesAndEveryDerivativeAreCompared() throws IOException {
    assertEquals(List.of("op/mul passed"), run(entry("mul", "{}")));
    for (String name : List.of("out.y", "grad.a", "grad.b", "jvp.y", "hvp.a", "hvp.b")) {
      Tensor right = product.put(name, product.get(name).add(vector(0, 0.5)));
      String line = run(entry("mul", "{}")).getFirst();
      assertTrue(line.startsWith("op/mul FAILED: " + name + "[1]: expected "), line);
      product.put(name, right);
    }
  }

  @Test
  void aZeroSecondDerivativeIsCompared() throws IOException {
    String wrong = entry("mul", "{}").replace("[\"a\",\"b\"],\"jvp\"", "\"zero\",\"jvp\"");
    String line = run(wrong).getFirst();
    assertTrue(line.startsWith("op/mul FAILED: hvp.a[1]: expected 0.0, got 10.0"), line);
  }

  @Test
  void whatChainruleLacksIsNotApplicable() throws IOException {
    String fourier = "op/rfft_abs not applicable: there are no Fourier transforms yet";
    assertEquals(List.of(fourier), run(entry("rfft_abs", "{}")));
    assertEquals(
        List.of("op/abc not applicable: no function abc is in the table of functions"),
        run(entry("abc", "{}")));
    assertEquals(
        List.of("op/mul not applicable: the argument mode is not supported"),
        run(entry("mul", "{\"mode\": \"odd\", \"none\": null}")));
    product.put("in.mask", vector(1, 1));
    assertEquals(
        List.of("op/mul not applicable: the input mask is not supported"), run(entry("mul", "{}")));
    String kind = entry("mul", "{}").replace("\"kind\":\"op\"", "\"kind\":\"play\"");
    assertEquals(List.of("op/mul not applicable: cases of the kind play are not known"), run(kind));
  }

  @Test
  void whatGoesWrongFailsItsCaseAndNoOther() throws IOException {
    product.put("in.b", vector(1, 2, 3));
    String shapes = entry("mul", "{}");
    String missing = shapes.replace("case.safetensors", "none.safetensors");
    List<String> lines = run(missing, shapes);
    assertTrue(lines.get(0).startsWith("op/mul FAILED: golden: "), lines.get(0));
    assertTrue(lines.get(1).contains("FAILED: mul: shapes do not broadcast"), lines.get(1));
  }

  @Test
  void totalsAreCounted() {
    Totals totals =
        Totals.NONE
            .plus(new Outcome.Passed())
            .plus(new Outcome.Passed())
            .plus(new Outcome.Failed("x"))
            .plus(new Outcome.NotFollowed("x"))
            .plus(new Outcome.NotApplicable("x"));
    assertEquals(
        "5 cases: 2 passed, 1 FAILED, 1 not followed, 1 not applicable", totals.toString());
  }

  @Test
  void aZipFileIsReadLikeAFolder() throws IOException {
    write(entry("mul", "{}"));
    Path zip = folder.resolve("set.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("manifest.json", "case.safetensors")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(Files.readAllBytes(folder.resolve(name)));
      }
    }
    assertEquals(
        "1 cases: 1 passed, 0 FAILED, 0 not followed, 0 not applicable",
        GoldenCheck.run(GoldenSet.open(zip), _ -> {}).toString());
  }

  @Test
  void aFolderWithoutAManifestIsRefused() throws IOException {
    assertThrows(UncheckedIOException.class, () -> GoldenSet.open(folder));
    Files.writeString(folder.resolve("manifest.json"), "{\"cases\": 7}");
    assertThrows(FormatException.class, () -> GoldenSet.open(folder));
  }

  private List<String> run(String... entries) throws IOException {
    write(entries);
    List<String> lines = new ArrayList<>();
    GoldenCheck.run(GoldenSet.open(folder), result -> lines.add(result.toString()));
    return lines;
  }

  private void write(String... entries) throws IOException {
    Safetensors.write(folder.resolve("case.safetensors"), NamedTensors.of(product));
    String manifest = "{\"cases\":[" + String.join(",", entries) + "]}";
    Files.writeString(folder.resolve("manifest.json"), manifest);
  }

  private static String entry(String op, String attributes) {
    return """
    {"id":"op/%s","kind":"op","op":"%s","attributes":%s,"grads":["a","b"],"ct":["y"],\
    "hvp":["a","b"],"jvp":["y"],"dtype":"float64","tolerance":{"rtol":1e-9,"atol":1e-10},\
    "derivative_tolerance":{"rtol":1e-8,"atol":1e-9},"file":"case.safetensors"}\
    """
        .formatted(op, op, attributes);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(values, Shape.of(values.length));
  }
}
