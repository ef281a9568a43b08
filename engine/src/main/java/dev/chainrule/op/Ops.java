package dev.chainrule.op;

import java.util.List;

/// The catalogue of all operations.
public final class Ops {
  private Ops() {}

  /// Returns the specification of every operation, primitive and composite, in the order of
  /// [#chapters].
  public static List<OpSpec> all() {
    return chapters().stream().flatMap(chapter -> chapter.specs().stream()).toList();
  }

  /// Returns the specification of every operation, grouped by subject.
  public static List<Chapter> chapters() {
    return List.of(
        Chapter.ofElementwise("Arithmetic", Arithmetic.all()),
        Chapter.ofElementwise("Rounding", Rounding.all()),
        Chapter.ofElementwise("Comparison and choice", Comparisons.all()),
        Chapter.ofElementwise("Exponentials and logarithms", Exponentials.all()),
        Chapter.ofElementwise("Trigonometric and hyperbolic functions", Trigonometry.all()),
        Chapter.ofElementwise("Special functions", SpecialFunctions.all()),
        Chapter.ofElementwise("Activations", Activations.all()).and(List.of(Glu.spec())),
        Chapter.ofElementwise("Whole numbers", Integers.all()),
        Chapter.of("Element types", List.of(Cast.spec())),
        Chapter.of("Reductions", List.of(Sum.spec(), Mean.spec(), Product.spec()))
            .and(Extremum.specs())
            .and(Quantifier.specs())
            .and(NormalizingSpecs.spreads()),
        Chapter.of("Cumulative results", List.of(CumulativeSum.spec(), CumulativeProduct.spec()))
            .and(List.of(CumulativeLogSumExp.spec(), Recurrence.spec())),
        Chapter.of("Order", ArgExtremum.specs())
            .and(ArgCumulative.specs())
            .and(List.of(ArgSort.spec(), ArgTopK.spec(), ArgMode.spec()))
            .and(Chosen.specs())
            .and(List.of(Quantile.spec())),
        Chapter.of("Normalisation", NormalizingSpecs.all()),
        Chapter.of("Products", List.of(MatMul.spec(), Einsum.spec())).and(HeadAttention.specs()),
        Chapter.of("Convolutions", ConvolutionSpecs.all()),
        Chapter.of("Pooling and resampling", PoolingSpecs.all()),
        Chapter.of("Sequences", Recurrent.specs()),
        Chapter.of("Losses", LossSpecs.all()),
        Chapter.of("Shapes", List.of(Reshape.spec(), Permute.spec(), Expand.spec())),
        Chapter.of("Elements and parts", IndexingSpecs.all()),
        Chapter.of("Random numbers", RandomSpecs.all()));
  }
}
