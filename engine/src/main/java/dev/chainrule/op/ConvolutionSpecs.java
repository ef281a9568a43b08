package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import java.util.List;

/// What the catalogue knows of convolutions.
final class ConvolutionSpecs {
  private static final String SOURCE =
      "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, 2016";

  private static final Window TWO = Window.of(2, 1);
  private static final Window THREE = Window.of(3, 1);

  /// A window of every kind of axis.
  private static final List<Window> MIXED =
      List.of(new Window(3, 2, 1, 1, 1, false), new Window(2, 1, 2, 2, 2, false));

  private static final Convolution SQUARE = Convolution.of(2, THREE);

  private ConvolutionSpecs() {}

  static List<OpSpec> all() {
    return List.of(Convolution.spec(), ConvolutionTranspose.spec(), ConvolutionWeights.spec());
  }

  static OpSpec convolution() {
    var spec =
        OpSpec.of("convolution")
            .summary("Weighted sums over windows that slide over 1 to 3 axes of images.")
            .formula("y[n, q, o] = Σ x[n, q · step + t · dilation − before, c] · w[t, c, o]")
            .gradient("dx = convolutionTranspose(dy, w)")
            .gradient("dw = convolutionWeights(x, dy)")
            .source(SOURCE);
    sample(spec);
    misuseShapes(spec);
    misuseAttributes(spec);
    return spec.build();
  }

  private static void sample(OpSpec.Builder spec) {
    var volume = List.of(TWO.padded(1), TWO.stepping(2), THREE.stepping(2).padded(1));
    spec.sample(Convolution.of(1, THREE), Input.numbers(2, 5, 2), Input.numbers(3, 2, 3))
        .sample(Convolution.of(2, TWO), Input.numbers(1, 3, 4, 2), Input.numbers(2, 2, 2, 3))
        .sample(new Convolution(MIXED, 2), Input.numbers(1, 4, 3, 2), Input.numbers(3, 2, 1, 4))
        .sample(
            new Convolution(List.of(THREE.padded(0, 2), THREE.padded(1, 0)), 3),
            Input.numbers(2, 4, 5, 3),
            Input.numbers(3, 3, 1, 3))
        .sample(
            new Convolution(volume, 1), Input.numbers(1, 2, 3, 4, 2), Input.numbers(2, 2, 3, 2, 2))
        // More than two chunks and, of the weights' gradient, more than two blocks.
        .sample(SQUARE, Input.numbers(1, 4, 5, 70), Input.numbers(3, 3, 70, 2))
        .sample(
            Convolution.of(1, THREE.padded(1)), Input.numbers(3, 200, 1), Input.numbers(3, 1, 2));
  }

  private static void misuseShapes(OpSpec.Builder spec) {
    spec.misuse(
            "convolution: channels differ: images [32, 28, 28, 3] have 3, weights [3, 3, 1, 8] take"
                + " 1 in each of 1 groups",
            SQUARE,
            type(32, 28, 28, 3),
            type(3, 3, 1, 8))
        .misuse(
            "convolution: 2 groups do not divide the channels; images [1, 5, 5, 3] have 3, weights"
                + " [3, 3, 1, 8] give 8",
            new Convolution(SQUARE.windows(), 2),
            type(1, 5, 5, 3),
            type(3, 3, 1, 8))
        .misuse(
            "convolution: a window of 3, step 1, dilation 2 does not fit into axis 2 of [1, 9, 4,"
                + " 3], which has 4 elements",
            Convolution.of(2, THREE.dilated(2)),
            type(1, 9, 4, 3),
            type(3, 3, 3, 8))
        .misuse(
            "convolution: weights [5, 3, 3, 8] have 5 elements on axis 0, the windows have 3",
            SQUARE,
            type(1, 5, 5, 3),
            type(5, 3, 3, 8));
  }

  private static void misuseAttributes(OpSpec.Builder spec) {
    spec.misuse(
            "convolution: the number of groups is 0; expected 1 or more",
            new Convolution(SQUARE.windows(), 0),
            type(1, 5, 5, 3),
            type(3, 3, 3, 8))
        .misuse(
            "convolution: [32, 28, 28] has rank 3; windows over 2 axes take images [batch, axes,"
                + " channels] and weights [kernel, in/groups, out] of rank 4",
            SQUARE,
            type(32, 28, 28),
            type(3, 3, 1, 8))
        .misuse(
            "convolution: takes f32 or f64, got i32 and i32; convert with to(DType.F32)",
            SQUARE,
            type(1, 5, 5, 3).with(DType.I32),
            type(3, 3, 3, 8).with(DType.I32));
  }

  static OpSpec transpose() {
    var spec =
        OpSpec.of("convolutionTranspose")
            .summary("The transpose of a convolution: every result is spread over its window.")
            .formula(
                "x[n, i, c] = Σ y[n, q, o] · w[t, c, o] where i = q · step + t · dilation − before")
            .gradient("dy = convolution(dx, w)")
            .gradient("dw = convolutionWeights(dx, y)")
            .source(SOURCE)
            .misuse(
                "convolutionTranspose: images [2, 9, 4] and weights [3, 4, 8] give [2, 7, 8], not"
                    + " [2, 5, 8]",
                new ConvolutionTranspose(List.of(THREE), 1, List.of(9)),
                type(2, 5, 8),
                type(3, 4, 8));
    sampleTranspose(spec);
    return spec.build();
  }

  private static void sampleTranspose(OpSpec.Builder spec) {
    var spread = List.of(THREE.stepping(2).padded(1), TWO.stepping(3));
    var gaps = List.of(TWO.stepping(3), TWO.dilated(2));
    var volume = List.of(TWO, TWO.stepping(2), TWO);
    spec.sample(
            new ConvolutionTranspose(List.of(THREE), 1, List.of(5)),
            Input.numbers(2, 3, 3),
            Input.numbers(3, 2, 3))
        .sample(
            new ConvolutionTranspose(spread, 1, List.of(4, 6)),
            Input.numbers(1, 2, 2, 3),
            Input.numbers(3, 2, 2, 3))
        .sample(
            new ConvolutionTranspose(gaps, 2, List.of(5, 3)),
            Input.numbers(1, 2, 1, 4),
            Input.numbers(2, 2, 1, 4))
        .sample(
            new ConvolutionTranspose(volume, 1, List.of(2, 4, 3)),
            Input.numbers(1, 1, 2, 2, 2),
            Input.numbers(2, 2, 2, 3, 2))
        .sample(
            new ConvolutionTranspose(List.of(THREE, THREE), 1, List.of(4, 5)),
            Input.numbers(1, 2, 3, 70),
            Input.numbers(3, 3, 2, 70));
  }

  static OpSpec weights() {
    return OpSpec.of("convolutionWeights")
        .summary("The gradient of a convolution by its weights.")
        .formula("w[t, c, o] = Σ x[n, q · step + t · dilation − before, c] · y[n, q, o]")
        .gradient("dx = convolutionTranspose(y, dw)")
        .gradient("dy = convolution(x, dw)")
        .source(SOURCE)
        .sample(
            new ConvolutionWeights(List.of(THREE), 1),
            Input.numbers(2, 5, 2),
            Input.numbers(2, 3, 3))
        .sample(
            new ConvolutionWeights(MIXED, 2), Input.numbers(1, 4, 3, 2), Input.numbers(1, 2, 5, 4))
        .sample(
            new ConvolutionWeights(List.of(TWO.padded(1), TWO, Window.of(1)), 1),
            Input.numbers(1, 2, 3, 2, 1),
            Input.numbers(1, 3, 2, 2, 2))
        .sample(
            new ConvolutionWeights(List.of(THREE.padded(1), THREE.padded(1)), 1),
            Input.numbers(2, 17, 16, 2),
            Input.numbers(2, 17, 16, 3))
        .misuse(
            "convolutionWeights: images [2, 9, 4] and weights [3, 4, 8] give [2, 7, 8], not [2, 5,"
                + " 8]",
            new ConvolutionWeights(List.of(THREE), 1),
            type(2, 9, 4),
            type(2, 5, 8))
        .build();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(Shape.of(sizes), DType.F32);
  }
}
