package dev.chainrule.op;

import dev.chainrule.TensorType;
import java.util.ArrayList;
import java.util.List;

/// What the catalogue knows of an operation besides its code: text, samples and misuses.
///
/// From it come the contracts, `docs/operations.md` and the command line's `ops`. Training never
/// looks at it.
///
/// @param name as it stands in messages
/// @param summary what the operation is, in one sentence
/// @param formula of the result, in the inputs' names
/// @param gradients one formula for each input that has a gradient: `dA = dC · Bᵀ`
/// @param source where the definition comes from, or "elementary"
/// @param samples on which every contract is tested
/// @param misuses with their exact messages
/// @param accuracy how far results may be from the reference, in units of rounding
/// @param edges whether infinities and NaN among the inputs must give what the reference gives
public record OpSpec(
    String name,
    String summary,
    String formula,
    List<String> gradients,
    String source,
    List<Sample> samples,
    List<Misuse> misuses,
    double accuracy,
    boolean edges) {

  /// An operation with inputs on which its contracts are tested. Inputs lie away from kinks and
  /// poles.
  public record Sample(Op op, List<Input> inputs) {}

  /// A wrong use and the message it must give.
  public record Misuse(Op op, List<TensorType> inputs, String message) {}

  /// Returns this specification with the samples and misuses of a variant of the same name.
  OpSpec and(OpSpec variant) {
    var all = new ArrayList<>(samples);
    all.addAll(variant.samples);
    var wrong = new ArrayList<>(misuses);
    wrong.addAll(variant.misuses);
    double loosest = Math.max(accuracy, variant.accuracy);
    return new OpSpec(
        name, summary, formula, gradients, source, all, wrong, loosest, edges && variant.edges);
  }

  /// Starts the declaration of an operation.
  public static Builder of(String name) {
    return new Builder(name);
  }

  /// Collects a declaration.
  public static final class Builder {
    private final String name;
    private final List<String> gradients = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Misuse> misuses = new ArrayList<>();
    private String summary = "";
    private String formula = "";
    private String source = "elementary";
    private double accuracy = 4;
    private boolean edges = true;

    private Builder(String name) {
      this.name = name;
    }

    public Builder summary(String text) {
      summary = text;
      return this;
    }

    public Builder formula(String text) {
      formula = text;
      return this;
    }

    public Builder gradient(String text) {
      gradients.add(text);
      return this;
    }

    public Builder source(String text) {
      source = text;
      return this;
    }

    /// Sets how far results may be from the reference, in roundings of the result's type. Sums of
    /// `n` terms get `n` times as much by themselves, see the contract.
    public Builder accuracy(double roundings) {
      accuracy = roundings;
      return this;
    }

    /// Says that infinities and NaN among the inputs have no defined result; the reason belongs
    /// beside the call.
    public Builder withoutEdges() {
      edges = false;
      return this;
    }

    public Builder sample(Op op, Input... inputs) {
      samples.add(new Sample(op, List.of(inputs)));
      return this;
    }

    public Builder misuse(String message, Op op, TensorType... inputs) {
      misuses.add(new Misuse(op, List.of(inputs), message));
      return this;
    }

    public OpSpec build() {
      return new OpSpec(
          name,
          summary,
          formula,
          List.copyOf(gradients),
          source,
          List.copyOf(samples),
          List.copyOf(misuses),
          accuracy,
          edges);
    }
  }
}
