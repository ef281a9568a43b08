package dev.chainrule.nn;

import dev.chainrule.Variable;
import java.util.Locale;
import java.util.stream.Stream;

/// The table that shows a network: a line for each innermost block.
final class Summary {
  private Summary() {}

  static String of(Network network) {
    var text = new StringBuilder();
    line(text, "layer", "", "output", "parameters");
    for (var block : network.blocks()) {
      if (isInnermost(block, network)) {
        line(text, block.path(), block.kind(), block.output().shape(), elements(block, network));
      }
    }
    long all = network.parameters().stream().mapToLong(Summary::elements).sum();
    line(text, "all", "", network.output().shape(), number(all));
    return text.toString();
  }

  private static void line(StringBuilder text, Object... cells) {
    text.append("%-12s %-14s %-18s %12s%n".formatted(cells).stripTrailing()).append('\n');
  }

  private static boolean isInnermost(Block block, Network network) {
    return network.blocks().stream()
        .noneMatch(other -> other != block && isIn(other.path(), block));
  }

  private static boolean isIn(String path, Block block) {
    return block.path().isEmpty() || path.startsWith(block.path() + ".");
  }

  private static String elements(Block block, Network network) {
    long sum =
        network.variables().entrySet().stream()
            .filter(entry -> entry.getValue().trainable() && isIn(entry.getKey(), block))
            .flatMap(entry -> Stream.of(entry.getValue()))
            .mapToLong(Summary::elements)
            .sum();
    return number(sum);
  }

  private static long elements(Variable variable) {
    return variable.shape().elements();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
