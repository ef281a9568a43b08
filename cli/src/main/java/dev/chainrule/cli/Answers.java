package dev.chainrule.cli;

import dev.chainrule.data.Dataset;
import dev.chainrule.datasets.TablePreparation;
import dev.chainrule.io.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a network answers to samples, one after the other.
///
/// @param what what is predicted
/// @param answers an answer for each sample
record Answers(String what, List<Answer> answers) {
  /// How many samples are predicted at once; results do not depend on it.
  private static final int BATCH = 256;

  /// An answer to one sample.
  ///
  /// @param value the class by its name, or the number in the target's unit
  /// @param probability how likely the network holds the class; empty for numbers
  private record Answer(Json value, OptionalDouble probability) {
    String text() {
      return value instanceof Json.Text name ? name.value() : "%.6g".formatted(value.asDouble());
    }
  }

  static Answers of(SavedModel model, Dataset samples) {
    var answers = new ArrayList<Answer>();
    for (var batch : samples.batches(BATCH)) {
      var scores = model.network().predict(batch.input());
      if (model.classes().isEmpty()) {
        var unit = model.preparation().orElseThrow().inTargetUnits(scores);
        for (double value : unit.toDoubleArray()) {
          answers.add(new Answer(Json.of(value), OptionalDouble.empty()));
        }
      } else {
        addClasses(answers, model.classes(), scores.softmax(-1).toDoubleArray());
      }
    }
    var what = model.preparation().map(TablePreparation::targetName).orElse("class");
    return new Answers(what, answers);
  }

  /// Adds the class with the highest score, the first of several, for each sample.
  private static void addClasses(List<Answer> to, List<String> classes, double[] shares) {
    for (int row = 0; row < shares.length; row += classes.size()) {
      int best = row;
      for (int i = row; i < row + classes.size(); i++) {
        best = shares[i] > shares[best] ? i : best;
      }
      to.add(new Answer(Json.of(classes.get(best - row)), OptionalDouble.of(shares[best])));
    }
  }

  /// A table: the number of the row, the answer, and how sure it is.
  Stream<String> lines() {
    var width =
        Stream.concat(Stream.of(what), answers.stream().map(Answer::text))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    var classes = answers.stream().anyMatch(a -> a.probability.isPresent());
    var head = "%7s  %-" + width + "s";
    var first =
        classes ? (head + "  probability").formatted("row", what) : head.formatted("row", what);
    return Stream.concat(
        Stream.of(first.stripTrailing()),
        IntStream.range(0, answers.size())
            .mapToObj(row -> {
              var answer = answers.get(row);
              var shown = head.formatted(row + 1, answer.text());
              return answer.probability.isPresent()
                  ? String.format(
                      Locale.ROOT, "%s  %9.2f %%", shown, 100 * answer.probability.getAsDouble())
                  : shown.stripTrailing();
            }));
  }

  /// `{"row":1,"prediction":"setosa","probability":0.9987}` for each sample.
  Stream<String> json() {
    return IntStream.range(0, answers.size())
        .mapToObj(row -> {
          var answer = answers.get(row);
          var members = new LinkedHashMap<String, Json>();
          members.put("row", Json.of(row + 1L));
          members.put("prediction", answer.value);
          answer.probability.ifPresent(p -> members.put("probability", Json.of(p)));
          return Json.of(members).toString();
        });
  }
}
