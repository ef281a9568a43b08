package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import java.util.List;

/// What the catalogue knows of convolutions.
final class ConvolutionSpecs {
  private static final String SOURCE =
      "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, 2016";

  private static final Sliding ONE = Sliding.over(1);
  private static final Sliding TWO = Sliding.over(2);

  private static final Convolution PLAIN = new Convolution(TWO, 1);

  private ConvolutionSpecs() {}

  static List<OpSpec> all() {
    return List.of(Convolution.spec(), ConvolutionTranspose.spec(), ConvolutionWeights.spec());
  }

  static OpSpec convolution() {
    var spec =
        OpSpec.of("convolution")
            .summary("Weighted sums over windows that slide over 1 to 3 axes of images.")
            .formula("y[n, q, o] = Σ x[n, q · stride + t · dilation − before, c] · w[t, c, o]")
            .gradient("dx = convolutionTranspose(dy, w)")
            .gradient("dw = convolutionWeights(x, dy)")
            .source(SOURCE);
    sample(spec);
    misuseShapes(spec);
    misuseAttributes(spec);
    return spec.build();
  }

  private static void sample(OpSpec.Builder spec) {
    spec.sample(new Convolution(ONE, 1), Input.numbers(2, 5, 2), Input.numbers(3, 2, 3))
        .sample(PLAIN, Input.numbers(1, 3, 4, 2), Input.numbers(2, 2, 2, 3))
        .sample(
            new Convolution(TWO.stride(2, 1).dilation(1, 2).padding(1, 2), 2),
            Input.numbers(1, 4, 3, 2),
            Input.numbers(3, 2, 1, 4))
        .sample(
            new Convolution(TWO.padding(new int[] {0, 1}, new int[] {2, 0}), 3),
            Input.numbers(2, 4, 5, 3),
            Input.numbers(3, 3, 1, 3))
        .sample(
            new Convolution(Sliding.over(3).stride(1, 2, 2).padding(1, 0, 1), 1),
            Input.numbers(1, 2, 3, 4, 2),
            Input.numbers(2, 2, 3, 2, 2))
        // More than two chunks and, of the weights' gradient, more than two blocks.
        .sample(PLAIN, Input.numbers(1, 4, 5, 70), Input.numbers(3, 3, 70, 2))
        .sample(
            new Convolution(ONE.padding(1), 1), Input.numbers(3, 200, 1), Input.numbers(3, 1, 2));
  }

  private static void misuseShapes(OpSpec.Builder spec) {
    spec.misuse(
            "convolution: channels differ: images [32, 28, 28, 3] have 3, weights [5, 5, 1, 8] take"
                + " 1 in each of 1 groups",
            PLAIN,
            type(32, 28, 28, 3),
            type(5, 5, 1, 8))
        .misuse(
            "convolution: 2 groups do not divide the channels; images [1, 5, 5, 3] have 3, weights"
                + " [3, 3, 1, 8] give 8",
            new Convolution(TWO, 2),
            type(1, 5, 5, 3),
            type(3, 3, 1, 8))
        .misuse(
            "convolution: a window of 5 elements does not fit into axis 2 of [1, 9, 4, 3], which"
                + " has 4 with padding",
            new Convolution(TWO.dilation(1, 2), 1),
            type(1, 9, 4, 3),
            type(3, 3, 3, 8))
        .misuse(
            "convolution: padding before is [-1, 0]; expected 0 or more on each of 2 axes",
            new Convolution(TWO.padding(new int[] {-1, 0}, new int[] {0, 0}), 1),
            type(1, 5, 5, 3),
            type(3, 3, 3, 8));
  }

  private static void misuseAttributes(OpSpec.Builder spec) {
    spec.misuse(
            "convolution: stride is [0, 1]; expected 1 or more on each of 2 axes",
            new Convolution(TWO.stride(0, 1), 1),
            type(1, 5, 5, 3),
            type(3, 3, 3, 8))
        .misuse(
            "convolution: the number of groups is 0; expected 1 or more",
            new Convolution(TWO, 0),
            type(1, 5, 5, 3),
            type(3, 3, 3, 8))
        .misuse(
            "convolution: [32, 28, 28] has rank 3; windows over 2 axes take images [batch, axes,"
                + " channels] and weights [kernel, in/groups, out] of rank 4",
            PLAIN,
            type(32, 28, 28),
            type(5, 5, 1, 8))
        .misuse(
            "convolution: both inputs are f32 or both f64, got i32 and f32",
            PLAIN,
            new TensorType(Shape.of(1, 5, 5, 3), DType.I32),
            type(3, 3, 3, 8));
  }

  static OpSpec transpose() {
    var spec =
        OpSpec.of("convolutionTranspose")
            .summary("The transpose of a convolution: every result is spread over its window.")
            .formula(
                "x[n, i, c] = Σ y[n, q, o] · w[t, c, o] where i = q · stride + t · dilation −"
                    + " before")
            .gradient("dy = convolution(dx, w)")
            .gradient("dw = convolutionWeights(dx, y)")
            .source(SOURCE)
            .misuse(
                "convolutionTranspose: images [2, 9, 4] and weights [3, 4, 8] give [2, 7, 8], not"
                    + " [2, 5, 8]",
                new ConvolutionTranspose(ONE, 1, List.of(9)),
                type(2, 5, 8),
                type(3, 4, 8));
    sampleTranspose(spec);
    return spec.build();
  }

  private static void sampleTranspose(OpSpec.Builder spec) {
    spec.sample(
            new ConvolutionTranspose(ONE, 1, List.of(5)),
            Input.numbers(2, 3, 3),
            Input.numbers(3, 2, 3))
        .sample(
            new ConvolutionTranspose(TWO.stride(2, 3).padding(1, 0), 1, List.of(4, 6)),
            Input.numbers(1, 2, 2, 3),
            Input.numbers(3, 2, 2, 3))
        .sample(
            new ConvolutionTranspose(TWO.stride(3, 1).dilation(1, 2), 2, List.of(5, 3)),
            Input.numbers(1, 2, 1, 4),
            Input.numbers(2, 2, 1, 4))
        .sample(
            new ConvolutionTranspose(Sliding.over(3).stride(1, 2, 1), 1, List.of(2, 4, 3)),
            Input.numbers(1, 1, 2, 2, 2),
            Input.numbers(2, 2, 2, 3, 2))
        .sample(
            new ConvolutionTranspose(TWO, 1, List.of(4, 5)),
            Input.numbers(1, 2, 3, 70),
            Input.numbers(3, 3, 2, 70));
  }

  static OpSpec weights() {
    return OpSpec.of("convolutionWeights")
        .summary("The gradient of a convolution by its weights.")
        .formula("w[t, c, o] = Σ x[n, q · stride + t · dilation − before, c] · y[n, q, o]")
        .gradient("dx = convolutionTranspose(y, dw)")
        .gradient("dy = convolution(x, dw)")
        .source(SOURCE)
        .sample(
            new ConvolutionWeights(ONE, 1, List.of(3)),
            Input.numbers(2, 5, 2),
            Input.numbers(2, 3, 3))
        .sample(
            new ConvolutionWeights(TWO.stride(2, 1).dilation(1, 2).padding(1, 2), 2, List.of(3, 2)),
            Input.numbers(1, 4, 3, 2),
            Input.numbers(1, 2, 5, 4))
        .sample(
            new ConvolutionWeights(Sliding.over(3).padding(1, 0, 0), 1, List.of(2, 2, 1)),
            Input.numbers(1, 2, 3, 2, 1),
            Input.numbers(1, 3, 2, 2, 2))
        .sample(
            new ConvolutionWeights(TWO.padding(1, 1), 1, List.of(3, 3)),
            Input.numbers(2, 17, 16, 2),
            Input.numbers(2, 17, 16, 3))
        .misuse(
            "convolutionWeights: images [2, 9, 4] and weights [3, 4, 8] give [2, 7, 8], not [2, 5,"
                + " 8]",
            new ConvolutionWeights(ONE, 1, List.of(3)),
            type(2, 9, 4),
            type(2, 5, 8))
        .build();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }
}
