package dev.chainrule.op;

import dev.chainrule.ChainruleException;
import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the catalogue says of an operation, as text: the command line's `ops` and
/// `docs/operations.md`. Shapes, types and the example are computed by the operation itself.
public final class Documentation {
  /// An example shows no more numbers than fit on a line.
  private static final int MOST_NUMBERS = 12;

  private static final int MOST_SHAPES = 5;
  private static final double USUAL_ACCURACY = 4;

  /// The shape of examples of elementwise functions.
  private static final Shape FEW = Shape.of(4);

  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final long SEED = 3;

  private final OpSpec spec;
  private final List<String> facts = new ArrayList<>();

  private Documentation(OpSpec spec) {
    this.spec = spec;
  }

  /// Returns one line for everything that is known: `value y = exp(x)`.
  public static List<String> facts(OpSpec spec) {
    var text = new Documentation(spec);
    text.add("value", spec.formula());
    spec.gradients().forEach(gradient -> text.add("gradient", gradient));
    text.shapes();
    text.types();
    text.example();
    text.accuracy();
    spec.misuses().forEach(misuse -> text.add("misuse", misuse.message()));
    text.add("source", spec.source());
    return List.copyOf(text.facts);
  }

  /// Returns the page of all operations, in Markdown.
  public static String page() {
    var page = new StringBuilder("# Operations\n\n");
    page.append(introduction());
    for (var chapter : Ops.chapters()) {
      page.append("\n**%s**: ".formatted(chapter.title()));
      page.append(
          chapter.specs().stream()
              .map(spec -> "[%s](#%s)".formatted(spec.name(), spec.name().toLowerCase(Locale.ROOT)))
              .collect(Collectors.joining(" · ")));
      page.append('\n');
    }
    for (var chapter : Ops.chapters()) {
      page.append("\n## ").append(chapter.title()).append('\n');
      chapter.specs().forEach(spec -> page.append(entry(spec)));
    }
    return page.toString();
  }

  private static String introduction() {
    return """
    The catalogue, written by its test from the declarations; `./chainrule ops NAME` prints the same.

    | line | says |
    |---|---|
    | value | the result `y`, in the inputs' names |
    | gradient | what reaches an input (`dx`) when the gradient `dy` arrives at the result; inputs without a line have none |
    | shapes | for some attributes, those of the inputs and of the result |
    | types | what comes of which elements |
    | example | in single precision, rounded to four digits |
    | accuracy | how far a result may be from the exact one: so many units of the last place, for each term of a sum; 4 if the line is missing |
    | misuse | a message, as an example |
    | source | where the definition comes from |

    In formulas `where(c, a, b)` is `a` where `c` holds, else `b`; `Σ` runs over the joined axes.
    """;
  }

  private static String entry(OpSpec spec) {
    return "\n### %s\n%s\n```\n%s\n```\n"
        .formatted(spec.name(), spec.summary(), String.join("\n", facts(spec)));
  }

  private void add(String what, String text) {
    facts.add("%-9s %s".formatted(what, text));
  }

  private void shapes() {
    if (isElementwise()) {
      int inputs = spec.samples().getFirst().inputs().size();
      add("shapes", inputs == 1 ? "any" : "any that broadcast, such as [3, 5], [5] → [3, 5]");
      return;
    }
    spec.samples().stream()
        .map(Documentation::shape)
        .distinct()
        .limit(MOST_SHAPES)
        .forEach(line -> add("shapes", line));
  }

  private boolean isElementwise() {
    return spec.samples().getFirst().op() instanceof Elementwise;
  }

  private static String shape(OpSpec.Sample sample) {
    var from = sample.inputs().stream().map(input -> input.shape().toString());
    return attributes(sample.op())
        + from.collect(Collectors.joining(", "))
        + (sample.inputs().isEmpty() ? "" : " ")
        + "→ "
        + sample.op().type(types(sample, DType.F32)).shape();
  }

  /// The operation's attributes and a colon, or nothing.
  private static String attributes(Op op) {
    var text = op.toString();
    int from = text.indexOf('[');
    boolean isRecord = op instanceof Record && from > 0 && text.endsWith("]");
    var inside = isRecord ? text.substring(from + 1, text.length() - 1) : "";
    return inside.isEmpty() ? "" : plain(inside) + ": ";
  }

  private static String plain(String attributes) {
    return attributes
        .replace("=", " ")
        .replaceAll("Optional(Int|Double)\\.empty", "none")
        .replaceAll("Optional(?:Int|Double)\\[([^]]+)]", "$1")
        .replaceAll("(\\d)\\.0\\b", "$1");
  }

  private static List<TensorType> types(OpSpec.Sample sample, DType numbers) {
    return sample.inputs().stream()
        .map(input ->
            new TensorType(input.shape(), input.floating() ? numbers : input.dtype(DType.F32)))
        .toList();
  }

  private void types() {
    var sample = spec.samples().getFirst();
    boolean varies = sample.inputs().stream().anyMatch(Input::floating);
    var results = new LinkedHashMap<String, List<String>>();
    for (var dtype : varies ? DType.values() : new DType[] {DType.F32}) {
      results
          .computeIfAbsent(result(sample, dtype, varies), _ -> new ArrayList<>())
          .add(dtype.toString());
    }
    add(
        "types",
        results.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().isEmpty()))
            .map(entry -> varies ? type(entry) : fixed(sample) + " → " + entry.getKey())
            .collect(Collectors.joining("; ")));
  }

  private static String type(Map.Entry<String, List<String>> entry) {
    var inputs = String.join(", ", entry.getValue());
    return entry.getKey().isEmpty() ? "not " + inputs : inputs + " → " + entry.getKey();
  }

  private static String fixed(OpSpec.Sample sample) {
    return types(sample, DType.F32).stream()
        .map(type -> type.dtype().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String result(OpSpec.Sample sample, DType dtype, boolean varies) {
    try {
      var result = sample.op().type(types(sample, dtype)).dtype();
      return varies && result == dtype ? "the same" : result.toString();
    } catch (ChainruleException e) {
      return "";
    }
  }

  private void example() {
    for (var sample : spec.samples()) {
      var inputs = inputs(sample);
      int numbers = inputs.stream().mapToInt(input -> input.shape().elements()).sum();
      if (numbers > 2 * MOST_NUMBERS) {
        continue;
      }
      var result = sample.op().on(inputs.toArray(Tensor[]::new));
      if (result.shape().elements() <= MOST_NUMBERS) {
        var from = inputs.stream().map(Documentation::text).collect(Collectors.joining(", "));
        var arrow = from.isEmpty() ? "→ " : " → ";
        add("example", attributes(sample.op()) + from + arrow + text(result));
        return;
      }
    }
  }

  private List<Tensor> inputs(OpSpec.Sample sample) {
    var random = new SplittableRandom(SEED);
    return sample.inputs().stream()
        .map(input ->
            isElementwise() ? new Input(FEW, input.values(), input.low(), input.high()) : input)
        .map(input -> rounded(input, random))
        .toList();
  }

  /// Numbers with two digits after the point: what is printed is what is computed with.
  private static Tensor rounded(Input input, SplittableRandom random) {
    var tensor = input.tensor(DType.F32, random);
    if (!input.floating()) {
      return tensor;
    }
    double[] numbers =
        Arrays.stream(tensor.toDoubleArray()).map(x -> Math.rint(x * 100) / 100).toArray();
    return Tensor.of(numbers, input.shape()).to(DType.F32);
  }

  private void accuracy() {
    if (spec.accuracy() != USUAL_ACCURACY) {
      add("accuracy", number(spec.accuracy()));
    }
  }

  private static String text(Tensor tensor) {
    return text(tensor, new int[0]);
  }

  private static String text(Tensor tensor, int... index) {
    var shape = tensor.shape();
    if (index.length == shape.rank()) {
      double value = tensor.get(index);
      return tensor.dtype() == DType.BOOL ? (value != 0 ? "true" : "false") : number(value);
    }
    return IntStream.range(0, shape.size(index.length))
        .mapToObj(i -> text(tensor, deeper(index, i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static int[] deeper(int[] index, int i) {
    int[] longer = Arrays.copyOf(index, index.length + 1);
    longer[index.length] = i;
    return longer;
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }
    var digits = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
    return Math.abs(value) < 1e-4 ? digits.toString() : digits.toPlainString();
  }
}
