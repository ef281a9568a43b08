package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.io.Json;
import dev.chainrule.nn.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cases about one layer: its results, all gradients, and what it remembers.
final class LayerCases implements GoldenCheck.Kind {
  @Override
  public Outcome run(GoldenCase golden) {
    Map<String, Tensor> inputs = inputs(golden);
    GoldenLayer layer = layer(golden, inputs);
    layer.model().load(golden, "param", "buffer");
    var arguments = new Arguments(inputs, golden.settings("call"));
    Mode mode = golden.entry().get("training").asBoolean() ? Mode.TRAINING : Mode.INFERENCE;
    Map<String, Tensor> outputs =
        mode.during(() -> layer.call().of(layer.model().network(), arguments));
    arguments.checkAllUsed();
    return compare(golden, layer.model(), inputs, outputs);
  }

  private static Map<String, Tensor> inputs(GoldenCase golden) {
    List<String> gradients = golden.texts("grads");
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : golden.names("in.")) {
      Tensor input = golden.tensor("in." + name);
      inputs.put(name, gradients.contains("in." + name) ? input.tracked() : input);
    }
    return inputs;
  }

  private static GoldenLayer layer(GoldenCase golden, Map<String, Tensor> inputs) {
    return RecurrentTable.find(golden, inputs)
        .or(() -> AttentionTable.find(golden, inputs))
        .or(() -> PairTable.find(golden, inputs))
        .orElseGet(() -> GoldenLayer.single(golden, inputs.values().iterator().next()));
  }

  private static Outcome compare(
      GoldenCase golden,
      GoldenModel model,
      Map<String, Tensor> inputs,
      Map<String, Tensor> outputs) {
    var findings = new Findings(golden);
    Tolerance tolerance = golden.tolerance("tolerance");
    Tensor loss = Tensor.zeros(Shape.of(), golden.dtype());
    for (String name : golden.names("out.")) {
      Tensor output = outputs.get(name);
      if (output == null) {
        throw new NotApplicable("there is no result " + name);
      }
      findings.compare("out." + name, output, tolerance);
      loss = loss.add(output.mul(golden.tensor("ct." + name)).sum());
    }
    Gradients gradients = loss.backward();
    inputs.forEach((name, input) -> {
      if (input.isRecorded()) {
        findings.compare("grad.in." + name, gradients.of(input), tolerance);
      }
    });
    for (GoldenModel.Place place : model.places()) {
      if (!place.isBuffer()) {
        Tensor gradient = place.back().apply(gradients.of(model.variable(place)));
        findings.compare("grad.param" + place.name(), gradient, tolerance);
      }
    }
    model.compareBuffers(findings, "out_buffer", tolerance);
    return findings.outcome();
  }

  @Override
  public String subject(Json entry) {
    return entry.get("layer").asText();
  }
}
