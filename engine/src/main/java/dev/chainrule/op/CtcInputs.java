package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.DTypeException;
import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import java.util.List;

/// Checks, samples and the reference of [Ctc].
final class CtcInputs {
  private static final List<String> NAMES = List.of("scores", "labels", "times", "lengths");

  private CtcInputs() {}

  static void checkTypes(List<TensorType> inputs, int blank) {
    var scores = inputs.get(0).shape();
    var labels = inputs.get(1).shape();
    if (scores.rank() != 3 || labels.rank() != 2 || scores.size(0) != labels.size(0)) {
      throw new ShapeException(
          "ctc: scores %s and labels %s do not fit; expected [n, time, classes] and [n, longest]"
              .formatted(scores, labels));
    }
    if (scores.size(1) == 0) {
      throw new ShapeException("ctc: scores %s have no time step".formatted(scores));
    }
    for (int i = 1; i < 4; i++) {
      var dtype = inputs.get(i).dtype();
      if (dtype.floating() || dtype == DType.BOOL) {
        throw new DTypeException(
            "ctc: %s must be whole numbers, got %s".formatted(NAMES.get(i), dtype));
      }
      if (i > 1 && !inputs.get(i).shape().equals(Shape.of(scores.size(0)))) {
        throw new ShapeException(
            "ctc: %s are %s; expected one for each of the %d sequences of scores %s"
                .formatted(NAMES.get(i), inputs.get(i).shape(), scores.size(0), scores));
      }
    }
    if (blank < 0 || blank >= scores.size(2)) {
      throw new ShapeException(
          "ctc: the blank is class %d, which is outside 0..%d (scores are %s)"
              .formatted(blank, scores.size(2) - 1, scores));
    }
  }

  /// @throws IllegalArgumentException if a length or a label that counts is out of range
  static void check(List<Tensor> inputs, int blank) {
    var scores = inputs.get(0).shape();
    int longest = inputs.get(1).shape().size(1);
    checkRange(inputs.get(2), "time", 1, scores.size(1));
    checkRange(inputs.get(3), "length", 0, longest);
    var labels = Indices.plain(inputs.get(1));
    var lengths = Indices.plain(inputs.get(3));
    for (int i = 0; i < labels.shape().elements(); i++) {
      int row = i / longest;
      long label = Indices.at(labels, i);
      boolean wrong = label < 0 || label >= scores.size(2) || label == blank;
      if (wrong && i % longest < Indices.at(lengths, row)) {
        throw new IllegalArgumentException(
            "ctc: label %d at [%d, %d] is no class in 0..%d but the blank, %d (scores are %s)"
                .formatted(label, row, i % longest, scores.size(2) - 1, blank, scores));
      }
    }
  }

  private static void checkRange(Tensor numbers, String name, int least, int most) {
    var values = Indices.plain(numbers);
    for (int i = 0; i < values.shape().elements(); i++) {
      long value = Indices.at(values, i);
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "ctc: %s %d of sequence %d is outside %d..%d".formatted(name, value, i, least, most));
      }
    }
  }

  /// Returns the loss of one sequence: sums the probabilities of all ways to stand at a state.
  static double reference(List<Plain> inputs, int row, int blank) {
    var logs = new LogSoftmax(-1).reference(List.of(inputs.getFirst()));
    int length = (int) inputs.get(3).get(row);
    int[] states = new int[2 * length + 1];
    for (int s = 0; s < states.length; s++) {
      states[s] = s % 2 == 0 ? blank : (int) inputs.get(1).get(row, s / 2);
    }
    double[] now = new double[states.length + 2]; // two places before the first state
    now[1] = 1;
    for (int t = 0; t < inputs.get(2).get(row); t++) {
      double[] next = new double[now.length];
      for (int s = 0; s < states.length; s++) {
        boolean skips = s == 1 || (s > 1 && states[s] != blank && states[s] != states[s - 2]);
        double arriving = now[s + 2] + now[s + 1] + (skips ? now[s] : 0);
        next[s + 2] = arriving * Math.exp(logs.get(row, t, states[s]));
      }
      now = next;
    }
    return -Math.log(now[now.length - 1] + (length > 0 ? now[now.length - 2] : 0));
  }

  /// Returns labels of all classes but the first, which may be repeated, and the full lengths.
  static Input[] sample(int n, int time, int classes, int longest) {
    return new Input[] {
      Input.numbers(n, time, classes),
      Input.whole(1, classes - 1, n, longest),
      Input.whole(Math.max(1, time - 1), time, n),
      Input.whole(Math.max(0, longest - 1), longest, n)
    };
  }

  static OpSpec.Builder misuses(OpSpec.Builder spec, Op mean) {
    var scores = new TensorType(Shape.of(8, 50, 28), DType.F32);
    var labels = new TensorType(Shape.of(8, 12), DType.I64);
    var lengths = new TensorType(Shape.of(8), DType.I64);
    var fit = "ctc: scores [8, 12] and labels [8, 12] do not fit; expected [n, time, classes] and ";
    var one = "ctc: lengths are [8, 12]; expected one for each of the 8 sequences of scores ";
    var blank = "ctc: the blank is class 28, which is outside 0..27 (scores are [8, 50, 28])";
    var whole = "ctc: labels must be whole numbers, got f32";
    return spec.misuse(fit + "[n, longest]", mean, labels, labels, lengths, lengths)
        .misuse(
            "ctc: scores [8, 0, 28] have no time step",
            mean,
            scores.with(Shape.of(8, 0, 28)),
            labels,
            lengths,
            lengths)
        .misuse(whole, mean, scores, labels.with(DType.F32), lengths, lengths)
        .misuse(one + "[8, 50, 28]", mean, scores, labels, lengths, labels)
        .misuse(blank, new Ctc(Aggregate.MEAN, 28, false), scores, labels, lengths, lengths);
  }
}
