package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.FormatException;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.data.Dataset;
import dev.chainrule.datasets.CharacterText;
import dev.chainrule.datasets.CharacterVocabulary;
import dev.chainrule.datasets.Idx;
import dev.chainrule.datasets.TablePreparation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Turns files into what a saved network takes: a CSV file for one trained on a table, an IDX file
/// of images for one trained on images, a text for one trained on text.
///
/// @param model the network and what it was trained on
/// @param file the samples
record ModelInput(SavedModel model, Path file) {
  /// The sample's numbers as the network takes them, without their answers.
  ///
  /// @throws FormatException if the file does not fit the network
  Dataset unanswered() {
    if (model.preparation().isPresent()) {
      var preparation = table();
      var inputs = preparation.inputs(preparation.read(file));
      return Dataset.of(inputs, Tensor.zeros(Shape.of(inputs.shape().size(0)), DType.F32));
    }
    if (model.kind() instanceof DataKind.Text) {
      throw new IllegalArgumentException(
          "predict: the network was trained on the text of %s; generate lets it write"
              .formatted(model.data()));
    }
    var images = images();
    return dataset(images, new int[images.shape().size(0)]);
  }

  /// The samples with their answers: the target column of a CSV file, or a second IDX file.
  ///
  /// @param labels the labels of images
  /// @throws FormatException if the files do not fit the network or each other
  Dataset answered(Optional<Path> labels) {
    if (model.preparation().isPresent()) {
      var preparation = table();
      return preparation.dataset(preparation.read(file));
    }
    if (model.kind() instanceof DataKind.Text(var vocabulary)) {
      return text(vocabulary);
    }
    var images = images();
    var answers =
        labels.orElseThrow(() ->
            new IllegalArgumentException(
                "evaluate: %s has images alone; say the file with their labels after it"
                    .formatted(file)));
    return dataset(images, labels(answers, images.shape().size(0))).withClassNames(model.classes());
  }

  /// Windows of the text side by side, as many as fit.
  private Dataset text(CharacterVocabulary vocabulary) {
    var text = CharacterText.read(file);
    var unknown = vocabulary.unknown(text.text());
    if (!unknown.isEmpty()) {
      throw new FormatException(
          "%s: holds characters that the network does not know: %s".formatted(file, unknown));
    }
    var numbers = vocabulary.encode(text.text());
    if (numbers.length <= model.context()) {
      throw new FormatException(
          "%s: has %d characters; expected more than the %d that the network sees at once"
              .formatted(file, numbers.length, model.context()));
    }
    return Dataset.ofSequence(numbers, model.context(), model.context());
  }

  private TablePreparation table() {
    if (Idx.isIdx(file)) {
      throw new FormatException(
          "%s: is an IDX file, but the network was trained on the table %s and takes CSV files"
              .formatted(file, model.data()));
    }
    return model.preparation().orElseThrow();
  }

  /// Unsigned bytes `[n, height, width]`.
  private Tensor images() {
    if (!Idx.isIdx(file)) {
      throw new FormatException(
          "%s: is no IDX file, but the network was trained on the images of %s and takes nothing else"
              .formatted(file, model.data()));
    }
    var images = Idx.read(file);
    var shape = images.shape();
    var needed = model.network().input().shape();
    if (shape.rank() < 1 || !shape.without(0).insert(shape.rank() - 1, 1).equals(needed)) {
      throw new FormatException(
          "%s: holds %s, but the network takes images of %s, one after the other"
              .formatted(file, shape, needed));
    }
    if (shape.size(0) == 0) {
      throw new FormatException(file + ": holds no image");
    }
    return images;
  }

  private Dataset dataset(Tensor images, int[] labels) {
    var values = images.toIntArray();
    var pixels = ByteBuffer.allocate(values.length);
    for (int value : values) {
      pixels.put((byte) value);
    }
    var shape = images.shape().insert(3, 1);
    return Dataset.ofImages(pixels.flip(), shape, TrainingData.whitest(model.data()), labels);
  }

  private int[] labels(Path from, int images) {
    var tensor = Idx.read(from);
    if (tensor.shape().rank() != 1 || tensor.shape().size(0) != images) {
      throw new FormatException(
          "%s: holds %s, but there are %d images; expected a label for each"
              .formatted(from, tensor.shape(), images));
    }
    var labels = tensor.toIntArray();
    var classes = model.classes().size();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new FormatException(
            "%s: label %d of image %d is outside 0..%d"
                .formatted(from, labels[i], i + 1, classes - 1));
      }
    }
    return labels;
  }
}
