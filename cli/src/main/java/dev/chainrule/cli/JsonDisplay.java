package dev.chainrule.cli;

import dev.chainrule.io.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One JSON object a line, for each epoch and each note:
/// `{"event":"epoch","epoch":2,"epochs":5,"loss":0.0923, …}`.
record JsonDisplay(PrintWriter out) implements Display {
  @Override
  public void batch(Progress progress) {}

  @Override
  public void epoch(Progress progress) {
    var members = new LinkedHashMap<String, Json>();
    members.put("epoch", Json.of((long) progress.epoch()));
    members.put("epochs", Json.of((long) progress.epochs()));
    for (var score : progress.scores()) {
      members.put(camelCase(score.name()), number(score.value()));
    }
    members.put("samplesPerSecond", number(progress.samplesPerSecond()));
    members.put("secondsLeft", number(progress.secondsLeft()));
    event("epoch", members);
  }

  @Override
  public void note(String sentence) {
    event("note", Map.of("text", Json.of(sentence)));
  }

  @Override
  public void result(Verdict verdict, Path model) {
    var members = new LinkedHashMap<String, Json>();
    verdict.scores().forEach(score -> members.put(camelCase(score.name()), number(score.value())));
    members.put("model", Json.of(model.toString()));
    event("result", members);
  }

  /// Prints an event of the given name with its members.
  private void event(String name, Map<String, Json> members) {
    var all = new LinkedHashMap<String, Json>();
    all.put("event", Json.of(name));
    all.putAll(members);
    out.println(new Json.Members(all));
    out.flush();
  }

  private static Json number(double value) {
    return Double.isFinite(value) ? Json.of(value) : Json.Null.NULL;
  }

  /// `validation loss` becomes `validationLoss`, and `R²` becomes `rSquared`.
  static String camelCase(String name) {
    var words = name.replace("R²", "r squared").split(" ");
    for (int i = 1; i < words.length; i++) {
      words[i] = words[i].substring(0, 1).toUpperCase(Locale.ROOT) + words[i].substring(1);
    }
    return String.join("", words);
  }
}
