package dev.chainrule.cli;

import dev.chainrule.Tensor;
import dev.chainrule.datasets.TablePreparation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `predict`: prints a saved network's answer for every row of a CSV file.
@Command(
    name = "predict",
    description = "Prints a saved network's answer for every row of a CSV file.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "a file that train saved")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "a CSV file; it need not have the target")
  private Path file = Path.of("");

  @Override
  public void run() {
    var saved = SavedModel.read(model);
    var preparation = saved.tablePreparation(file);
    var outputs = saved.network().predict(preparation.inputs(preparation.read(file)));
    var out = spec.commandLine().getOut();
    if (saved.classes().isEmpty()) {
      numbers(outputs, preparation, out::println);
    } else {
      classes(outputs, saved, out::println);
    }
    out.flush();
  }

  /// One number a line, in the target column's unit.
  private static void numbers(
      Tensor outputs, TablePreparation preparation, java.util.function.Consumer<String> line) {
    for (var value : preparation.inTargetUnits(outputs).toFloatArray()) {
      line.accept(Float.toString(value));
    }
  }

  /// One class a line, by name: the one with the highest score.
  private static void classes(
      Tensor outputs, SavedModel saved, java.util.function.Consumer<String> line) {
    var scores = outputs.toFloatArray();
    var classes = saved.classes().size();
    for (int row = 0; row < scores.length; row += classes) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[row + c] > scores[row + best] ? c : best;
      }
      line.accept(saved.classes().get(best));
    }
  }
}
