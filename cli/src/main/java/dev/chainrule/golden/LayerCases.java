package dev.chainrule.golden;

import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.Mode;

/// Cases about one layer: its results, all gradients, and what it remembers.
final class LayerCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    if (golden.entry().get("order").items().size() != 1
        || !golden.entry().get("call").members().isEmpty()) {
      throw new NotApplicable("there is no layer with several inputs yet");
    }
    String input = golden.entry().get("order").items().getFirst().asText();
    Tensor x = golden.tensor("in." + input);
    boolean tracked = golden.texts("grads").contains("in." + input);
    return compare(golden, input, tracked ? x.tracked() : x);
  }

  private static Outcome compare(GoldenCase golden, String input, Tensor x) {
    GoldenModel model = model(golden, x);
    boolean training = golden.entry().get("training").asBoolean();
    Tensor y = (training ? Mode.TRAINING : Mode.INFERENCE).during(() -> apply(golden, model, x));
    var findings = new Findings(golden);
    Tolerance tolerance = golden.tolerance("tolerance");
    findings.compare("out.y", y, tolerance);
    Gradients gradients = y.mul(golden.tensor("ct.y")).sum().backward();
    if (x.isRecorded()) {
      findings.compare("grad.in." + input, gradients.of(x), tolerance);
    }
    for (GoldenModel.Place place : model.places()) {
      if (!place.isBuffer()) {
        Tensor gradient = place.back().apply(gradients.of(model.variable(place)));
        findings.compare("grad.param" + place.name(), gradient, tolerance);
      }
    }
    model.compareBuffers(findings, "out_buffer", tolerance);
    return findings.outcome();
  }

  private static GoldenModel model(GoldenCase golden, Tensor x) {
    var table = new ModelTable();
    Layer layer = LayerTable.layer(golden, table);
    Tensor input = LayerTable.hasChannels(golden) ? LayerTable.channelsLast(x) : x;
    var type = new TensorType(input.shape().without(0), input.dtype());
    var model = new GoldenModel(layer.build(type, golden.dtype(), 0), table.places());
    model.load(golden, "param", "buffer");
    return model;
  }

  private static Tensor apply(GoldenCase golden, GoldenModel model, Tensor x) {
    if (!LayerTable.hasChannels(golden)) {
      return model.network().apply(x);
    }
    return LayerTable.channelsFirst(model.network().apply(LayerTable.channelsLast(x)));
  }

  @Override
  public String subject(Json entry) {
    return entry.get("layer").asText();
  }
}
