package dev.chainrule.train;

import dev.chainrule.io.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run was told, as far as it decides its numbers: a run may only go on with the same.
///
/// How many epochs there will be is left out, so that a run can be made longer. Descriptions that
/// are lambdas are known by that alone.
final class Told {
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
    now.members()
        .forEach((name, value) -> {
          var before = written.find(name).map(Json::toString).orElse("nothing");
          if (!before.equals(value.toString())) {
            throw new IllegalArgumentException(
                "%s: was written with %s %s, but now it is %s; a run goes on with what it began with"
                    .formatted(where, name, before, value));
          }
        });
  }
}
