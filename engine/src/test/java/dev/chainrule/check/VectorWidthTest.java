package dev.chainrule.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every operation gives the same bits on vectors of 128, 256 and 512 bits and without vectors.
class VectorWidthTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @Test
  void theWidthOfVectorsCannotBeSeen() throws IOException, InterruptedException {
    var scalar = digests();
    assertTrue(scalar.size() > 20, scalar.toString());
    for (int bytes : new int[] {16, 32, 64}) {
      assertEquals(scalar, digests(VECTORS, "-XX:MaxVectorSize=" + bytes), bytes + " bytes");
    }
  }

  private static List<String> digests(String... flags) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ContractDigest.class.getName());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = process.inputReader().readAllLines();
    assertEquals(0, process.waitFor(), lines.toString());
    return lines.stream().filter(line -> !line.startsWith("WARNING")).toList();
  }
}
