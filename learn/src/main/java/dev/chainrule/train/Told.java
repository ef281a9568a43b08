package dev.chainrule.train;

import dev.chainrule.io.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What a run was told, as far as it decides its numbers: a run may only go on with the same.
///
/// How many epochs there will be is left out, so that a run can be made longer. Descriptions that
/// are lambdas are known by that alone.
final class Told {
  /// How much of a text is shown.
  private static final int SHOWN = 60;

  private Told() {}

  static Json of(Run run) {
    var settings = run.settings();
    Map<String, Json> told = new LinkedHashMap<>();
    told.put("network", text(run.network().layer()));
    told.put("input", Json.of(run.network().input().toString()));
    told.put("loss", text(settings.loss));
    told.put("optimizer", text(settings.rule));
    told.put("schedule", text(settings.schedule));
    told.put("batch", Json.of((long) settings.batch));
    told.put("parts", Json.of((long) settings.parts));
    if (settings.stepsPerEpoch < Integer.MAX_VALUE) {
      told.put("steps per epoch", Json.of((long) settings.stepsPerEpoch));
    }
    settings.augmentation.ifPresent(change -> told.put("augmentation", text(change)));
    settings.averaging.ifPresent(decay -> told.put("averaging", Json.of(decay)));
    if (settings.roundsFreely) {
      told.put("rounding", Json.of("free"));
    }
    told.put("seed", Json.of(settings.seed));
    told.put("samples", Json.of((long) run.data().size()));
    settings.validation.ifPresent(
        data -> told.put("validation samples", Json.of((long) data.size())));
    return Json.of(told);
  }

  private static Json text(Object description) {
    return Json.of(
        description.toString().replaceAll("[^\\s=\\[(]*\\$\\$Lambda[^,\\])]*", "a function"));
  }

  /// @throws IllegalArgumentException naming the first difference
  static void requireSame(String where, Json written, Json now) {
    Stream.concat(now.members().keySet().stream(), written.members().keySet().stream())
        .forEach(name -> {
          var before = written.find(name).map(Told::words).orElse("nothing");
          var after = now.find(name).map(Told::words).orElse("nothing");
          if (!before.equals(after)) {
            int same = Arrays.mismatch(before.toCharArray(), after.toCharArray());
            throw new IllegalArgumentException(
                "%s: was written with %s %s, but now it is %s; a run goes on with what it began with"
                    .formatted(where, name, around(same, before), around(same, after)));
          }
        });
  }

  private static String words(Json value) {
    return value instanceof Json.Text text ? text.value() : value.toString();
  }

  /// Returns a text, or the part of a long one in which it begins to differ.
  private static String around(int place, String text) {
    int from = Math.max(0, place - SHOWN / 2);
    int to = Math.min(text.length(), from + SHOWN);
    return text.length() <= SHOWN
        ? text
        : (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
