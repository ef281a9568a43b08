package dev.chainrule.learn;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.autodiff.Derivatives;
import dev.chainrule.loss.CrossEntropyLoss;
import dev.chainrule.loss.Loss;
import dev.chainrule.loss.Losses;
import dev.chainrule.metric.ConfusionMatrix;
import dev.chainrule.metric.Metric;
import dev.chainrule.metric.Metrics;
import dev.chainrule.metric.Score;
import dev.chainrule.nn.Activation;
import dev.chainrule.nn.AdaptiveAveragePool;
import dev.chainrule.nn.AdaptiveMaxPool;
import dev.chainrule.nn.AveragePool;
import dev.chainrule.nn.BatchNorm;
import dev.chainrule.nn.Bidirectional;
import dev.chainrule.nn.Bilinear;
import dev.chainrule.nn.Celu;
import dev.chainrule.nn.Checkpointed;
import dev.chainrule.nn.Conv;
import dev.chainrule.nn.ConvTranspose;
import dev.chainrule.nn.Dense;
import dev.chainrule.nn.DepthwiseConv;
import dev.chainrule.nn.Dropout;
import dev.chainrule.nn.Elu;
import dev.chainrule.nn.Embedding;
import dev.chainrule.nn.EmbeddingBag;
import dev.chainrule.nn.Flatten;
import dev.chainrule.nn.GlobalAveragePool;
import dev.chainrule.nn.GlobalMaxPool;
import dev.chainrule.nn.GroupNorm;
import dev.chainrule.nn.Gru;
import dev.chainrule.nn.HardTanh;
import dev.chainrule.nn.InstanceNorm;
import dev.chainrule.nn.Layer;
import dev.chainrule.nn.LayerNorm;
import dev.chainrule.nn.LeakyRelu;
import dev.chainrule.nn.LearnedPositions;
import dev.chainrule.nn.Lstm;
import dev.chainrule.nn.MaxPool;
import dev.chainrule.nn.MultiHeadAttention;
import dev.chainrule.nn.PRelu;
import dev.chainrule.nn.Padding;
import dev.chainrule.nn.PixelShuffle;
import dev.chainrule.nn.Recurrent;
import dev.chainrule.nn.RecurrentCell;
import dev.chainrule.nn.Reshape;
import dev.chainrule.nn.Residual;
import dev.chainrule.nn.RmsNorm;
import dev.chainrule.nn.SeparableConv;
import dev.chainrule.nn.Sequential;
import dev.chainrule.nn.SimpleRnn;
import dev.chainrule.nn.SinusoidalPositions;
import dev.chainrule.nn.TimeDistributed;
import dev.chainrule.nn.TransformerDecoder;
import dev.chainrule.nn.TransformerEncoder;
import dev.chainrule.nn.Upsample;
import dev.chainrule.nn.WeightNorm;
import dev.chainrule.op.Pad;
import java.util.function.UnaryOperator;

/// Factories of layers, losses, optimisers, schedules and metrics, to be imported statically. It
/// only delegates; what each thing is stands where it is declared.
///
/// ```
/// import static dev.chainrule.learn.Chainrule.*;
///
/// var network = sequential(flatten(), dense(128), relu(), dense(10));
/// var trainer = Trainer.of(network, crossEntropy(), adam(1e-3));
/// ```
public final class Chainrule extends TrainingFactories {
  private Chainrule() {}

  // Layers

  /// Returns layers one after the other; see [Sequential].
  public static Layer sequential(Layer... layers) {
    return Sequential.of(layers);
  }

  /// Returns a fully connected layer; see [Dense].
  public static Dense dense(int outputs) {
    return Dense.of(outputs);
  }

  /// Returns a layer of learnt vectors for whole numbers; see [Embedding].
  public static Embedding embedding(int count, int size) {
    return Embedding.of(count, size);
  }

  /// Returns a layer of sums of products of two inputs; see [Bilinear].
  public static Layer bilinear(int outputs) {
    return Bilinear.of(outputs);
  }

  /// Returns a layer of the mean of learnt vectors for bags of whole numbers; see [EmbeddingBag].
  public static EmbeddingBag embeddingBag(int count, int size) {
    return EmbeddingBag.of(count, size);
  }

  /// Returns a recurrent layer of the simplest cell; see [SimpleRnn].
  public static SimpleRnn simpleRnn(int hidden) {
    return SimpleRnn.of(hidden);
  }

  /// Returns a layer of long short-term memory; see [Lstm].
  public static Lstm lstm(int hidden) {
    return Lstm.of(hidden);
  }

  /// Returns a recurrent layer of gated units; see [Gru].
  public static Gru gru(int hidden) {
    return Gru.of(hidden);
  }

  /// Returns one step of a recurrent layer; see [RecurrentCell].
  public static Layer cell(Recurrent layer) {
    return new RecurrentCell(layer);
  }

  /// Returns a recurrent layer in both directions of time; see [Bidirectional].
  public static Layer bidirectional(Recurrent layer) {
    return new Bidirectional(layer);
  }

  /// Returns layers that are applied to each step in time by itself; see [TimeDistributed].
  public static Layer timeDistributed(Layer... layers) {
    return new TimeDistributed(layers.length == 1 ? layers[0] : Sequential.of(layers));
  }

  /// Returns a layer in which steps of a sequence look at each other; see [MultiHeadAttention].
  public static MultiHeadAttention attention(int heads) {
    return MultiHeadAttention.of(heads);
  }

  /// Returns a transformer's block; see [TransformerEncoder].
  public static TransformerEncoder transformerEncoder(int heads, int inner) {
    return TransformerEncoder.of(heads, inner);
  }

  /// Returns a transformer's block that looks at a memory; see [TransformerDecoder].
  public static TransformerDecoder transformerDecoder(int heads, int inner) {
    return TransformerDecoder.of(heads, inner);
  }

  /// Returns a layer that adds waves that tell the place in time; see [SinusoidalPositions].
  public static Layer sinusoidalPositions() {
    return new SinusoidalPositions();
  }

  /// Returns a layer that adds a learnt vector for each place in time; see [LearnedPositions].
  public static LearnedPositions learnedPositions(int count) {
    return LearnedPositions.of(count);
  }

  /// Returns a layer that drops random elements in training; see [Dropout].
  public static Layer dropout(double rate) {
    return new Dropout(rate);
  }

  /// Returns a layer that normalises each channel over the batch; see [BatchNorm].
  public static Layer batchNorm() {
    return BatchNorm.standard();
  }

  /// Returns a layer that normalises groups of channels of each image; see [GroupNorm].
  public static Layer groupNorm(int groups) {
    return GroupNorm.of(groups);
  }

  /// Returns a layer that normalises each channel of each image; see [InstanceNorm].
  public static Layer instanceNorm() {
    return InstanceNorm.standard();
  }

  /// Returns a layer that normalises each sample; see [LayerNorm].
  public static Layer layerNorm() {
    return LayerNorm.lastAxis();
  }

  /// Returns a layer that divides each sample by its root mean square; see [RmsNorm].
  public static Layer rmsNorm() {
    return RmsNorm.lastAxis();
  }

  /// Returns a layer of weighted sums of windows over sequences; see [Conv].
  public static Conv conv1d(int outputs, int size) {
    return Conv.of(1, outputs, size);
  }

  /// Returns a layer of weighted sums of windows over images; see [Conv].
  public static Conv conv2d(int outputs, int size) {
    return Conv.of(2, outputs, size);
  }

  /// Returns a layer of weighted sums of windows over volumes; see [Conv].
  public static Conv conv3d(int outputs, int size) {
    return Conv.of(3, outputs, size);
  }

  /// Returns a layer that spreads elements of images over windows; see [ConvTranspose].
  public static ConvTranspose convTranspose2d(int outputs, int size) {
    return ConvTranspose.of(2, outputs, size);
  }

  /// Returns a layer of weighted sums of windows over each channel of images; see [DepthwiseConv].
  public static DepthwiseConv depthwiseConv2d(int size) {
    return DepthwiseConv.of(2, size);
  }

  /// Returns a layer of sums over each channel of images, then over channels; see [SeparableConv].
  public static SeparableConv separableConv2d(int outputs, int size) {
    return SeparableConv.of(2, outputs, size);
  }

  /// Returns a layer that takes the largest element of windows over sequences; see [MaxPool].
  public static MaxPool maxPool1d(int size) {
    return MaxPool.of(1, size);
  }

  /// Returns a layer that takes the largest element of windows over images; see [MaxPool].
  public static MaxPool maxPool2d(int size) {
    return MaxPool.of(2, size);
  }

  /// Returns a layer that takes the largest element of windows over volumes; see [MaxPool].
  public static MaxPool maxPool3d(int size) {
    return MaxPool.of(3, size);
  }

  /// Returns a layer that takes the mean of windows over sequences; see [AveragePool].
  public static AveragePool averagePool1d(int size) {
    return AveragePool.of(1, size);
  }

  /// Returns a layer that takes the mean of windows over images; see [AveragePool].
  public static AveragePool averagePool2d(int size) {
    return AveragePool.of(2, size);
  }

  /// Returns a layer that takes the mean of windows over volumes; see [AveragePool].
  public static AveragePool averagePool3d(int size) {
    return AveragePool.of(3, size);
  }

  /// Returns a layer that takes the mean of each channel over an image; see [GlobalAveragePool].
  public static Layer globalAveragePool() {
    return new GlobalAveragePool();
  }

  /// Returns a layer that takes the largest element of each channel; see [GlobalMaxPool].
  public static Layer globalMaxPool() {
    return new GlobalMaxPool();
  }

  /// Returns a layer that takes the means of so many parts of each axis; see [AdaptiveAveragePool].
  public static Layer adaptiveAveragePool(int... sizes) {
    return new AdaptiveAveragePool(Shape.of(sizes));
  }

  /// Returns a layer that takes the largest elements of parts of each axis; see [AdaptiveMaxPool].
  public static Layer adaptiveMaxPool(int... sizes) {
    return new AdaptiveMaxPool(Shape.of(sizes));
  }

  /// Returns a layer that puts zeros around images; see [Padding].
  public static Layer zeroPad2d(int places) {
    return Padding.of(2, places, Pad.Mode.CONSTANT);
  }

  /// Returns a layer that mirrors images at their ends; see [Padding].
  public static Layer reflectPad2d(int places) {
    return Padding.of(2, places, Pad.Mode.REFLECT);
  }

  /// Returns a layer that repeats the outermost elements of images; see [Padding].
  public static Layer replicatePad2d(int places) {
    return Padding.of(2, places, Pad.Mode.REPLICATE);
  }

  /// Returns a layer that makes images larger by repeating elements; see [Upsample].
  public static Upsample upsample2d(int factor) {
    return Upsample.of(2, factor);
  }

  /// Returns a fully connected layer of learnt directions and lengths; see [WeightNorm].
  public static Layer weightNorm(Dense layer) {
    return new WeightNorm(layer);
  }

  /// Returns a layer that lays channels out side by side; see [PixelShuffle].
  public static Layer pixelShuffle(int factor) {
    return new PixelShuffle(factor);
  }

  /// Returns a layer of a function without variables.
  public static Layer function(UnaryOperator<Tensor> function) {
    return site -> function;
  }

  /// Returns a layer that makes one axis of all axes of a sample; see [Flatten].
  public static Layer flatten() {
    return new Flatten();
  }

  /// Returns a layer that gives samples another shape; see [Reshape].
  public static Layer reshape(int... sizes) {
    return new Reshape(Shape.of(sizes));
  }

  /// Returns a layer that adds its input to what layers make of it; see [Residual].
  public static Layer residual(Layer... layers) {
    return new Residual(layers.length == 1 ? layers[0] : Sequential.of(layers));
  }

  /// Returns layers that are computed again when the gradients arrive, instead of keeping what is
  /// between them; see [Checkpointed].
  public static Layer checkpoint(Layer... layers) {
    return new Checkpointed(layers.length == 1 ? layers[0] : Sequential.of(layers));
  }

  /// Returns the layer `max(x, 0)`.
  public static Layer relu() {
    return Activation.RELU;
  }

  /// Returns the layer of the hyperbolic tangent.
  public static Layer tanh() {
    return Activation.TANH;
  }

  /// Returns the layer `min(max(x, 0), 6)`.
  public static Layer relu6() {
    return Activation.RELU6;
  }

  /// Returns the layer `1 / (1 + exp(−x))`.
  public static Layer sigmoid() {
    return Activation.SIGMOID;
  }

  /// Returns the layer `ln(1 + exp(x))`.
  public static Layer softplus() {
    return Activation.SOFTPLUS;
  }

  /// Returns the layer `x / (1 + |x|)`.
  public static Layer softsign() {
    return Activation.SOFTSIGN;
  }

  /// Returns the layer of the scaled exponential; see [Activation].
  public static Layer selu() {
    return Activation.SELU;
  }

  /// Returns the layer `x · sigmoid(x)`.
  public static Layer silu() {
    return Activation.SILU;
  }

  /// Returns the layer `x · tanh(softplus(x))`.
  public static Layer mish() {
    return Activation.MISH;
  }

  /// Returns the layer `x · Φ(x)`.
  public static Layer gelu() {
    return Activation.GELU;
  }

  /// Returns the layer `gelu` by an approximation with tanh.
  public static Layer geluTanh() {
    return Activation.GELU_TANH;
  }

  /// Returns the layer `min(max(x/6 + ½, 0), 1)`.
  public static Layer hardSigmoid() {
    return Activation.HARD_SIGMOID;
  }

  /// Returns the layer `x · hardSigmoid(x)`.
  public static Layer hardSwish() {
    return Activation.HARD_SWISH;
  }

  /// Returns the layer `exp(x) / Σ exp(x)`; losses take scores, so a network rarely ends with it.
  public static Layer softmax() {
    return Activation.SOFTMAX;
  }

  /// Returns the layer `ln softmax(x)`; losses take scores, so a network rarely ends with it.
  public static Layer logSoftmax() {
    return Activation.LOG_SOFTMAX;
  }

  /// Returns the layer `x` for x > 0, else `slope · x`.
  public static Layer leakyRelu(double slope) {
    return new LeakyRelu(slope);
  }

  /// Returns the layer `x` for x > 0, else `alpha · (exp(x) − 1)`.
  public static Layer elu(double alpha) {
    return new Elu(alpha);
  }

  /// Returns the layer `x` for x > 0, else `alpha · (exp(x / alpha) − 1)`.
  public static Layer celu(double alpha) {
    return new Celu(alpha);
  }

  /// Returns the layer that cuts every element to −1 … 1.
  public static Layer hardTanh() {
    return new HardTanh(-1, 1);
  }

  /// Returns the layer `x` for x > 0, else a learnt share of x; see [PRelu].
  public static Layer prelu() {
    return new PRelu();
  }

  // Losses

  /// Returns cross-entropy of class scores; see [CrossEntropyLoss].
  public static CrossEntropyLoss crossEntropy() {
    return Losses.crossEntropy();
  }

  /// Returns the cross-entropy of a batch.
  public static Tensor crossEntropy(Tensor scores, Tensor labels) {
    return Losses.crossEntropy().of(scores, labels);
  }

  /// Returns the mean of squared differences.
  public static Loss meanSquaredError() {
    return Losses.meanSquaredError();
  }

  /// Returns the mean squared difference of a batch.
  public static Tensor meanSquaredError(Tensor scores, Tensor targets) {
    return Losses.meanSquaredError().of(scores, targets);
  }

  /// Returns the mean of absolute differences.
  public static Loss meanAbsoluteError() {
    return Losses.meanAbsoluteError();
  }

  /// Returns the mean absolute difference of a batch.
  public static Tensor meanAbsoluteError(Tensor scores, Tensor targets) {
    return Losses.meanAbsoluteError().of(scores, targets);
  }

  /// Returns the loss that counts differences squared up to `delta` and linearly beyond.
  public static Loss huber(double delta) {
    return Losses.huber(delta);
  }

  /// Returns cross-entropy of scores of yes-or-no answers.
  public static Loss binaryCrossEntropy() {
    return Losses.binaryCrossEntropy();
  }

  /// Returns the divergence of predicted from true probabilities.
  public static Loss klDivergence() {
    return Losses.klDivergence();
  }

  /// Returns the hinge loss of scores and targets of 1 and −1.
  public static Loss hinge() {
    return Losses.hinge();
  }

  /// Returns how far directions differ: one less their cosine.
  public static Loss cosineLoss() {
    return Losses.cosine();
  }

  /// Returns the same of a batch.
  public static Tensor cosineLoss(Tensor scores, Tensor targets) {
    return Losses.cosine().of(scores, targets);
  }

  // Metrics

  /// Returns the share of samples whose highest score is the true class.
  public static Metric<Score> accuracy() {
    return Metrics.accuracy();
  }

  /// Returns the share of samples whose true class is among the `k` highest scores.
  public static Metric<Score> topAccuracy(int k) {
    return Metrics.topAccuracy(k);
  }

  /// Returns how often each true class was predicted as each class.
  public static Metric<ConfusionMatrix> confusionMatrix() {
    return Metrics.confusionMatrix();
  }

  /// Returns the mean over the classes of precision.
  public static Metric<Score> precision() {
    return Metrics.precision();
  }

  /// Returns the mean over the classes of recall.
  public static Metric<Score> recall() {
    return Metrics.recall();
  }

  /// Returns the mean over the classes of the F1 score.
  public static Metric<Score> f1() {
    return Metrics.f1();
  }

  /// Returns the share of variance explained.
  public static Metric<Score> rSquared() {
    return Metrics.rSquared();
  }

  /// Returns the mean squared difference.
  public static Metric<Score> squaredError() {
    return Metrics.squaredError();
  }

  /// Returns the mean absolute difference.
  public static Metric<Score> absoluteError() {
    return Metrics.absoluteError();
  }

  // Derivatives

  /// Returns the gradient of a function with one number as result; see [Derivatives].
  public static Derivatives.At gradient(UnaryOperator<Tensor> f) {
    return Derivatives.gradient(f);
  }

  /// Returns the Jacobian of a function; see [Derivatives].
  public static Derivatives.At jacobian(UnaryOperator<Tensor> f) {
    return Derivatives.jacobian(f);
  }

  /// Returns the Hessian of a function with one number as result; see [Derivatives].
  public static Derivatives.At hessian(UnaryOperator<Tensor> f) {
    return Derivatives.hessian(f);
  }

  /// Returns the derivative of a function along a direction; see [Derivatives].
  public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor direction) {
    return Derivatives.jvp(f, x, direction);
  }

  /// Returns a cotangent pulled back through a function; see [Derivatives].
  public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor cotangent) {
    return Derivatives.vjp(f, x, cotangent);
  }
}
