package dev.chainrule.train;

import dev.chainrule.io.Json;
import dev.chainrule.metric.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far a run has come, as JSON: every number reads back as the same bits.
final class ProgressJson {
  private ProgressJson() {}

  static Json write(Progress progress) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("epoch", Json.of((long) progress.epoch()));
    members.put("batch", Json.of((long) progress.batch()));
    members.put("step", Json.of(progress.step()));
    members.put("samples", Json.of(progress.sums().samples()));
    members.put("loss", number(progress.sums().loss()));
    members.put("metrics", scores(progress.sums().scores()));
    members.put(
        "history", Json.of(progress.history().epochs().stream().map(ProgressJson::write).toList()));
    return Json.of(members);
  }

  static Progress read(Json json) {
    return new Progress(
        json.get("epoch").asInt(),
        json.get("batch").asInt(),
        json.get("step").asLong(),
        new RunningSums(
            json.get("samples").asLong(), number(json.get("loss")), scores(json.get("metrics"))),
        new History(json.get("history").items().stream().map(ProgressJson::result).toList()));
  }

  /// Returns the result of one epoch as JSON.
  static Json write(EpochResult result) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("epoch", Json.of((long) result.epoch()));
    members.put("steps", Json.of(result.steps()));
    members.put("rate", number(result.rate()));
    members.put("loss", number(result.loss()));
    members.put("metrics", scores(result.metrics()));
    result
        .validation()
        .ifPresent(validation -> {
          members.put("validationLoss", number(validation.loss()));
          members.put("validationMetrics", scores(validation.metrics()));
        });
    Map<String, Json> norms = new LinkedHashMap<>();
    result.gradientNorms().forEach((layer, norm) -> norms.put(layer, number(norm)));
    members.put("gradientNorms", Json.of(norms));
    return Json.of(members);
  }

  private static EpochResult result(Json json) {
    Map<String, Double> norms = new LinkedHashMap<>();
    json.get("gradientNorms").members().forEach((layer, norm) -> norms.put(layer, number(norm)));
    return new EpochResult(
        json.get("epoch").asInt(),
        json.get("steps").asLong(),
        number(json.get("rate")),
        number(json.get("loss")),
        scores(json.get("metrics")),
        json.find("validationLoss")
            .map(loss ->
                new EpochResult.Validation(number(loss), scores(json.get("validationMetrics")))),
        norms);
  }

  private static Json scores(List<Score> scores) {
    return Json.of(scores.stream().map(ProgressJson::write).toList());
  }

  /// The members have an order, so that equal runs write equal files.
  private static Json write(Score score) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", Json.of(score.name()));
    members.put("value", number(score.value()));
    members.put("kind", Json.of(score.kind().name()));
    return Json.of(members);
  }

  private static List<Score> scores(Json json) {
    return json.items().stream()
        .map(score ->
            new Score(
                score.get("name").asText(),
                number(score.get("value")),
                Score.Kind.valueOf(score.get("kind").asText())))
        .toList();
  }

  /// JSON has no NaN and no infinities, which a metric can be: they are written as text.
  private static Json number(double value) {
    return Double.isFinite(value) ? Json.of(value) : Json.of(String.valueOf(value));
  }

  private static double number(Json json) {
    return json instanceof Json.Text text ? Double.parseDouble(text.value()) : json.asDouble();
  }
}
