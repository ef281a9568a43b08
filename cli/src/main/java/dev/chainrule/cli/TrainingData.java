package dev.chainrule.cli;

import dev.chainrule.ChainruleException;
import dev.chainrule.data.Augmentation;
import dev.chainrule.data.Augmentations;
import dev.chainrule.data.Dataset;
import dev.chainrule.data.Split;
import dev.chainrule.datasets.CharacterText;
import dev.chainrule.datasets.Cifar10;
import dev.chainrule.datasets.Csv;
import dev.chainrule.datasets.Datasets;
import dev.chainrule.datasets.SupervisedTable;
import dev.chainrule.datasets.Table;
import dev.chainrule.datasets.Task;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is learned from and what is held out, from a data set inside the jar or a CSV file.
///
/// @param name the built-in name, or the file's name without its ending
/// @param train the samples to learn from
/// @param validation the samples that judge every epoch, if some are set aside for that
/// @param test the samples held out
/// @param kind what the samples are
/// @param summary what was done, line by line
record TrainingData(
    String name,
    Dataset train,
    Optional<Dataset> validation,
    Dataset test,
    DataKind kind,
    List<String> summary) {
  private static final double TEST_SHARE = 0.2;
  private static final String SHAKESPEARE = "shakespeare";
  private static final String CIFAR10 = "cifar10";

  /// What keeps a photograph what it is: its mirror image, and small moves.
  private static final Augmentation PHOTOGRAPHS =
      Augmentations.mirrored().then(Augmentations.shifted(4));

  TrainingData(String name, Split split, DataKind kind, List<String> summary) {
    this(name, split.train(), Optional.empty(), split.test(), kind, summary);
  }

  /// Finds data by a built-in name or a file's path.
  ///
  /// @throws IllegalArgumentException if there is no such data, or an option does not fit it
  /// @throws dev.chainrule.ChainruleException if it cannot be learned from
  static TrainingData of(String what, DataOptions options) {
    if (options.data().isPresent() && !List.of(SHAKESPEARE, CIFAR10).contains(what)) {
      throw new IllegalArgumentException(
          "--data: says where cifar10 or the text of shakespeare is; %s is found without"
              .formatted(what));
    }
    return switch (what) {
      case SHAKESPEARE -> text(what, options);
      case CIFAR10 -> photographs(what, options);
      case "mnist" -> images(what, new Split(Datasets.mnist().train(), Datasets.mnist().test()));
      case "digits" ->
          images(what, Split.stratified(Datasets.digits(), TEST_SHARE, options.seed()));
      default ->
          Datasets.tableNames().contains(what)
              ? table(what, Datasets.table(what), options.target().orElse("last"), options)
              : file(what, options);
    };
  }

  /// This data with some of the training samples set aside to judge every epoch.
  ///
  /// @param share the share of the training samples, above 0 and below 1
  ///
  /// @throws IllegalArgumentException if it is a text
  TrainingData validating(double share, long seed) {
    if (kind instanceof DataKind.Text) {
      throw new IllegalArgumentException(
          "--validation: the last tenth of a text judges every epoch already");
    }
    var split =
        hasClasses() ? Split.stratified(train, share, seed) : Split.random(train, share, seed);
    var lines = new ArrayList<>(summary);
    lines.add(
        "validation: %,d of the training samples judge every epoch".formatted(split.test().size()));
    return new TrainingData(name, split.train(), Optional.of(split.test()), test, kind, lines);
  }

  /// Whether inputs are images.
  boolean hasImages() {
    return kind instanceof DataKind.Images;
  }

  /// The names of all built-in data.
  static TreeSet<String> names() {
    var names = new TreeSet<>(Datasets.tableNames());
    names.addAll(List.of(CIFAR10, "digits", "mnist", SHAKESPEARE));
    return names;
  }

  /// The byte that stands for 1 in the images of a built-in name.
  static int whitest(String name) {
    return name.equals("digits") ? 16 : 255;
  }

  /// Whether samples are parts of a text.
  boolean isText() {
    return kind instanceof DataKind.Text;
  }

  /// Whether classes are predicted, not numbers.
  boolean hasClasses() {
    return kind.preparation().map(p -> p.task() == Task.CLASSIFICATION).orElse(true);
  }

  /// How many numbers a network must give for a sample, or for each character of a text.
  int outputs() {
    return switch (kind) {
      case DataKind.Rows(var preparation) -> preparation.outputs();
      case DataKind.Images _ -> train.classNames().size();
      case DataKind.Text(var vocabulary) -> vocabulary.size();
    };
  }

  private static TrainingData text(String what, DataOptions options) {
    var file = options.data();
    var text = file.map(CharacterText::read).orElseGet(Datasets::tinyShakespeare);
    var length = options.context();
    var test = text.test(length);
    var line =
        "%s: %,d characters, the last tenth held out, %d different ones, windows of %d"
            .formatted(
                file.map(Path::toString).orElse(what),
                text.length(),
                text.vocabulary().size(),
                length);
    return new TrainingData(
        file.map(TrainingData::title).orElse(what),
        text.train(length),
        Optional.of(test),
        test,
        new DataKind.Text(text.vocabulary()),
        List.of(line));
  }

  private static TrainingData photographs(String what, DataOptions options) {
    var folder =
        options
            .data()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "train: cifar10 is not built in; say --data with the folder of its binary"
                        + " records, data_batch_1.bin to test_batch.bin, gzipped or not"));
    var cifar = Cifar10.read(folder);
    var plain = images(what, new Split(cifar.train(), cifar.test()));
    return new TrainingData(
        what,
        plain.train,
        plain.validation,
        plain.test,
        new DataKind.Images(Optional.of(PHOTOGRAPHS)),
        List.of(plain.summary.getFirst() + ", mirrored and moved at random"));
  }

  private static TrainingData images(String name, Split split) {
    var line =
        "%s: %,d training images, %,d held out, inputs %s, %d classes"
            .formatted(
                name,
                split.train().size(),
                split.test().size(),
                split.train().inputShape(),
                split.train().classNames().size());
    return new TrainingData(name, split, new DataKind.Images(Optional.empty()), List.of(line));
  }

  private static TrainingData file(String what, DataOptions options) {
    var path = path(what);
    if (!Files.exists(path)) {
      if (what.matches(".*[./\\\\].*")) {
        throw new ChainruleException(what + ": there is no such file");
      }
      throw new IllegalArgumentException(
          "train: \"%s\" is neither a file nor built in; built in are %s"
              .formatted(what, String.join(", ", names())));
    }
    var target =
        options
            .target()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "train: which column is to be predicted? Say --target with a header's name, a"
                        + " number from 1, or last"));
    return table(title(path), Csv.read(path), target, options);
  }

  /// A file's name without its ending.
  private static String title(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private static Path path(String what) {
    try {
      return Path.of(what);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "train: no file can be called like this: " + e.getMessage(), e);
    }
  }

  private static TrainingData table(String name, Table table, String target, DataOptions options) {
    var problem =
        SupervisedTable.of(table, target)
            .ignoring(options.ignored().toArray(String[]::new))
            .holdingOut(TEST_SHARE)
            .seed(options.seed());
    var prepared = options.task().map(problem::task).orElse(problem).prepare();
    return new TrainingData(
        name,
        new Split(prepared.train(), prepared.test()),
        new DataKind.Rows(prepared.preparation()),
        prepared.summary().lines().toList());
  }
}
