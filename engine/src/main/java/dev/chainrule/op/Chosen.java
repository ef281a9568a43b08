package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.op.Extremum.Kind;
import java.util.List;

/// The elements that a ranking chooses along one axis: sorted, the largest, the largest so far.
///
/// **Gradient**: goes to the chosen elements, at ties to the one whose index the ranking gives.
/// [Ranked] gives elements and indices at once.
///
/// @param ranking which elements, and along which axis
public record Chosen(Ranking ranking) implements Composite {

  @Override
  public String name() {
    return ranking.chooses();
  }

  @Override
  public TensorType type(List<TensorType> inputs) {
    return inputs.getFirst().with(ranking.type(inputs).shape());
  }

  @Override
  public Tensor body(List<Tensor> inputs) {
    return at(inputs.getFirst(), ranking.on(inputs.getFirst()));
  }

  /// Returns the elements at places that the ranking has found.
  Tensor at(Tensor x, Tensor places) {
    var kept = Reshape.of(places, ranking.kept(x.shape()).sizes());
    var chosen = Gather.of(x, ranking.axis(), kept);
    return Reshape.of(chosen, places.shape().sizes());
  }

  @Override
  public Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var kept = ranking.kept(x.shape());
    var places = ranking.reference(inputs);
    int ranked = x.shape().axis(ranking.axis());
    var chosen =
        Plain.generate(
            kept,
            at -> {
              int[] from = at.clone();
              from[ranked] = (int) places.values()[Plain.place(kept, at)];
              return x.values()[Plain.place(x.shape(), from)];
            });
    return new Plain(places.shape(), chosen.values());
  }

  /// Returns the ranking's text: its attributes are this operation's.
  @Override
  public String toString() {
    return ranking.toString();
  }

  static List<OpSpec> specs() {
    return List.of(
        extremum(Kind.MAX, "largest"),
        extremum(Kind.MIN, "smallest"),
        running(Kind.MAX, "largest"),
        running(Kind.MIN, "smallest"),
        sort(),
        topK(),
        mode());
  }

  private static OpSpec extremum(Kind kind, String which) {
    var first = new ArgExtremum(kind, 0, false);
    return spec(first, "The %s element along one axis; NaN wins.".formatted(which))
        .formula("y = x[%s x]".formatted(first.name()))
        .sample(new Chosen(first), Input.distinct(5))
        .sample(new Chosen(new ArgExtremum(kind, 1, true)), Input.distinct(3, 4, 2))
        .sample(new Chosen(new ArgExtremum(kind, -1, false)), Input.distinct(4, 12))
        .sample(new Chosen(first), Input.whole(-3, 3, 12, 2))
        .build();
  }

  private static OpSpec running(Kind kind, String which) {
    var first = new ArgCumulative(kind, 0);
    return spec(
            first,
            "For every place of one axis the %s element up to there; NaN wins.".formatted(which))
        .formula("y[i] = %s x[0 .. i]".formatted(kind == Kind.MAX ? "max" : "min"))
        .source("NumPy reference, ufunc.accumulate")
        .sample(new Chosen(first), Input.distinct(5))
        .sample(new Chosen(new ArgCumulative(kind, 1)), Input.distinct(3, 4, 2))
        .sample(new Chosen(new ArgCumulative(kind, -1)), Input.distinct(2, 67))
        .sample(new Chosen(first), Input.whole(-3, 3, 12, 2))
        .sample(new Chosen(first), Input.distinct(0, 3))
        .build();
  }

  private static OpSpec sort() {
    var first = new ArgSort(0, false);
    return spec(
            first, "The elements in order along one axis; NaN last, or first in descending order.")
        .formula("y = x[argSort x]")
        .source("Knuth: The Art of Computer Programming, volume 3, section 5.2.4")
        .sample(new Chosen(first), Input.distinct(5))
        .sample(new Chosen(new ArgSort(1, true)), Input.distinct(3, 4, 2))
        .sample(new Chosen(new ArgSort(-1, true)), Input.distinct(2, 67))
        .sample(new Chosen(first), Input.whole(-3, 3, 12, 2))
        .build();
  }

  private static OpSpec topK() {
    var first = new ArgTopK(2, 0, true);
    return spec(first, "The largest elements along one axis, or the smallest, in their order.")
        .formula("y = x[argTopK x]")
        .source("Knuth: The Art of Computer Programming, volume 3, section 5.3.3")
        .sample(new Chosen(first), Input.distinct(5))
        .sample(new Chosen(new ArgTopK(3, 1, false)), Input.distinct(3, 4, 2))
        .sample(new Chosen(new ArgTopK(40, -1, true)), Input.distinct(2, 67))
        .sample(new Chosen(first), Input.whole(-3, 3, 12, 2))
        .build();
  }

  private static OpSpec mode() {
    var first = new ArgMode(0, false);
    return spec(first, "The element that occurs most often along one axis; the smallest at a tie.")
        .formula("y = x[argMode x]")
        .source("Pearson: Contributions to the mathematical theory of evolution II, 1895")
        .sample(new Chosen(first), Input.distinct(5))
        .sample(new Chosen(new ArgMode(1, true)), Input.whole(0, 2, 3, 4, 2))
        .sample(new Chosen(new ArgMode(-1, false)), Input.distinct(2, 67))
        .build();
  }

  private static OpSpec.Builder spec(Ranking first, String summary) {
    var missing =
        switch (first) {
          case ArgExtremum x -> new ArgExtremum(x.kind(), 2, false);
          case ArgCumulative x -> new ArgCumulative(x.kind(), 2);
          case ArgMode x -> new ArgMode(2, x.keep());
          case ArgSort x -> new ArgSort(2, x.descending());
          case ArgTopK x -> new ArgTopK(x.count(), 2, x.largest());
        };
    return OpSpec.of(first.chooses())
        .summary(summary)
        .gradient("dx = dy at the chosen elements, 0 elsewhere")
        .misuse(
            "%s: axis 2 does not exist; input is [3, 4]".formatted(first.name()),
            new Chosen(missing),
            new TensorType(Shape.of(3, 4), DType.F32));
  }
}
