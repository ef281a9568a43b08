package dev.chainrule.check;

import dev.chainrule.kernel.Loops;
import dev.chainrule.op.OpSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What every operation of the catalogue, and every custom one, must keep.
public enum Contract {
  /// The shape rule gives the type that is produced.
  TYPE(Contracts::type),
  /// In double precision the result equals the reference.
  VALUE(Contracts::value),
  /// In single precision the result equals the reference.
  SINGLE_PRECISION_VALUE(Contracts::singlePrecisionValue),
  /// Zeros of both signs, infinities and NaN give what the reference gives.
  EDGES(Contracts::edges),
  /// Reverse mode equals central differences in double precision.
  GRADIENT(GradientContracts::gradient),
  /// The derivative of the gradient equals central differences of the gradient.
  SECOND_ORDER(GradientContracts::secondOrder),
  /// `⟨u, J v⟩ = ⟨Jᵀ u, v⟩` for random vectors: forward mode and reverse mode are transposes.
  TRANSPOSE(GradientContracts::transpose),
  /// Gradients have the inputs' types, and are finite where the result is.
  GRADIENT_TYPE(GradientContracts::gradientType),
  /// Transposed, strided and repeated inputs give the same bits.
  LAYOUT(LayoutContracts::layout),
  /// Inputs keep their bits.
  UNCHANGED(LayoutContracts::unchanged),
  /// One, two and three threads give the same bits.
  THREADS(LayoutContracts::threads),
  /// A program of result and gradients gives the bits of eager execution, run after run.
  COMPILED(LayoutContracts::compiled);

  /// A test of one sample.
  private interface Test {
    void check(OpSpec spec, OpSpec.Sample sample);
  }

  private final Test test;

  Contract(Test test) {
    this.test = test;
  }

  /// Tests one sample of an operation. Loops use vectors at once from then on, even while they are
  /// slow, so that the test reaches them.
  ///
  /// @throws ContractException with the facts if the contract is not kept
  public void check(OpSpec spec, OpSpec.Sample sample) {
    Loops.skipWarming();
    test.check(spec, sample);
  }

  /// One test: a contract, an operation and the number of one of its samples.
  public record Case(Contract contract, OpSpec spec, int sample) {
    /// Runs the test.
    ///
    /// @throws ContractException with the facts if the contract is not kept
    public void run() {
      contract.check(spec, spec.samples().get(sample));
    }

    /// Returns for example `gradient[matmul #2]`.
    @Override
    public String toString() {
      return "%s[%s #%d]".formatted(contract.text(), spec.name(), sample + 1);
    }
  }

  /// Returns every contract over every sample of an operation.
  public static List<Case> cases(OpSpec spec) {
    return Arrays.stream(values())
        .flatMap(contract ->
            IntStream.range(0, spec.samples().size())
                .mapToObj(sample -> new Case(contract, spec, sample)))
        .toList();
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
