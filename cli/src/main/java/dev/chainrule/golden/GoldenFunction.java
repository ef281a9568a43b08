package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.BackwardOptions;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.autodiff.Gradients;
import dev.chainrule.io.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A function of the table, called with the inputs of one case, and its derivatives.
///
/// With `L = Σ out · ct` over the outputs that have a cotangent `ct`, a case tells the gradients of
/// `L`, the derivative of the outputs along all tangents together, and the Hessian of `L` times the
/// tangents.
final class GoldenFunction {
  private final GoldenCase golden;
  private final OpTable.Call call;
  private final List<String> leaves;

  GoldenFunction(GoldenCase golden, OpTable.Call call) {
    this.golden = golden;
    this.call = call;
    this.leaves = golden.texts("grads");
  }

  void checkValues(Findings findings) {
    Map<String, Tensor> outputs = outputs(inputs(Map.of()));
    for (String name : golden.names("out.")) {
      findings.compare("out." + name, output(outputs, name), golden.tolerance("tolerance"));
    }
  }

  void checkGradients(Findings findings) {
    if (leaves.isEmpty()) {
      return;
    }
    Map<String, Tensor> tracked = trackedLeaves();
    Tensor loss = sumOfProducts(outputs(inputs(tracked)), "ct.");
    gradients(loss, tracked, BackwardOptions.plain())
        .forEach((leaf, gradient) -> compareDerivative(findings, "grad." + leaf, gradient));
  }

  /// Compares the Hessian times the tangents: the gradients of `Σ gradient · tangent`.
  void checkSecondOrder(Findings findings) {
    Optional<Json> told = golden.entry().find("hvp");
    if (told.isEmpty()) {
      return;
    }
    Map<String, Tensor> tracked = trackedLeaves();
    Tensor loss = sumOfProducts(outputs(inputs(tracked)), "ct.");
    Map<String, Tensor> first = gradients(loss, tracked, BackwardOptions.differentiable());
    boolean zero = told.get() instanceof Json.Text;
    Tensor along = zero ? sumOfAll(first) : sumOfProducts(first, "tan.");
    gradients(along, tracked, BackwardOptions.plain())
        .forEach((leaf, product) -> {
          Tensor expected = zero ? zeros(product) : golden.tensor("hvp." + leaf);
          Tolerance tolerance = golden.tolerance("derivative_tolerance");
          findings.compare("hvp." + leaf, expected, product, tolerance);
        });
  }

  /// Compares the derivative along all tangents: the sum of those along each, in forward mode.
  void checkForwardMode(Findings findings) {
    for (String name : golden.texts("jvp")) {
      Tensor expected = golden.tensor("jvp." + name);
      Tensor sum = zeros(expected);
      for (String leaf : leaves) {
        Tensor tangent = golden.tensor("tan." + leaf);
        sum =
            sum.add(
                Derivatives.jvp(
                    x -> output(outputs(inputs(Map.of(leaf, x))), name),
                    golden.tensor("in." + leaf),
                    tangent));
      }
      compareDerivative(findings, "jvp." + name, sum);
    }
  }

  private void compareDerivative(Findings findings, String name, Tensor found) {
    findings.compare(name, found, golden.tolerance("derivative_tolerance"));
  }

  /// Returns the case's inputs with some of them replaced.
  private Map<String, Tensor> inputs(Map<String, Tensor> replacements) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : golden.names("in.")) {
      inputs.put(name, replacements.getOrDefault(name, golden.tensor("in." + name)));
    }
    return inputs;
  }

  private Map<String, Tensor> trackedLeaves() {
    Map<String, Tensor> tracked = new LinkedHashMap<>();
    leaves.forEach(leaf -> tracked.put(leaf, golden.tensor("in." + leaf).tracked()));
    return tracked;
  }

  private Map<String, Tensor> outputs(Map<String, Tensor> inputs) {
    var arguments = new Arguments(inputs, golden.settings("attributes"));
    Map<String, Tensor> outputs = call.of(arguments);
    arguments.checkAllUsed();
    return outputs;
  }

  private static Tensor output(Map<String, Tensor> outputs, String name) {
    return Optional.ofNullable(outputs.get(name))
        .orElseThrow(() -> new NotApplicable("there is no result " + name));
  }

  /// Returns `Σ tensor · factor` over the tensors whose factor the case tells under the prefix.
  private Tensor sumOfProducts(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> products = new LinkedHashMap<>();
    for (String name : golden.names(prefix)) {
      products.put(name, output(tensors, name).mul(golden.tensor(prefix + name)));
    }
    return sumOfAll(products);
  }

  private Tensor sumOfAll(Map<String, Tensor> tensors) {
    Tensor sum = Tensor.zeros(Shape.of(), golden.dtype());
    for (Tensor tensor : tensors.values()) {
      sum = sum.add(tensor.sum());
    }
    return sum;
  }

  /// Returns the gradients of a number by the leaves; zeros where it does not depend on a leaf.
  private static Map<String, Tensor> gradients(
      Tensor of, Map<String, Tensor> tracked, BackwardOptions options) {
    Optional<Gradients> all =
        Optional.of(of).filter(Tensor::isRecorded).map(t -> t.backward(options));
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    tracked.forEach(
        (leaf, x) -> gradients.put(leaf, all.flatMap(g -> g.find(x)).orElseGet(() -> zeros(x))));
    return gradients;
  }

  private static Tensor zeros(Tensor like) {
    return Tensor.zeros(like.shape(), like.dtype());
  }
}
