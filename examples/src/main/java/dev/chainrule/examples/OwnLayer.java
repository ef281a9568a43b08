package dev.chainrule.examples;

import static dev.chainrule.learn.Chainrule.adam;
import static dev.chainrule.learn.Chainrule.crossEntropy;
import static dev.chainrule.learn.Chainrule.dense;
import static dev.chainrule.learn.Chainrule.lstm;
import static dev.chainrule.learn.Chainrule.sequential;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.data.Dataset;
import dev.chainrule.nn.Layer;
import dev.chainrule.train.Event;
import dev.chainrule.train.Trainer;
import java.util.ArrayList;

/// Trains a recurrent layer of one's own, [LoopLstm], and the built-in one to repeat what they saw
/// three steps before, and says how long a step of each takes.
public final class OwnLayer {
  private static final int BATCH = 32;
  private static final int TIME = 64;
  private static final int LETTERS = 64;
  private static final int DELAY = 3;

  private OwnLayer() {}

  static void main() {
    double built = train("the built-in layer", trainer(lstm(256)));
    double own = train("a layer of one's own", trainer(new LoopLstm(256)));
    double merged = train("the same, rounding freely", trainer(new LoopLstm(256)).roundingFreely());
    IO.println(
        "a step of one's own takes %.1f times as long, %.1f times if it rounds freely"
            .formatted(own / built, merged / built));
  }

  private static Trainer trainer(Layer recurrent) {
    return Trainer.of(sequential(recurrent, dense(LETTERS)), crossEntropy(), adam(3e-3))
        .batch(BATCH)
        .seed(42);
  }

  /// Trains a network with a recurrent layer, and returns the seconds of a step.
  private static double train(String title, Trainer trainer) {
    var ends = new ArrayList<Long>();
    var run =
        trainer
            .listener(event -> {
              if (event instanceof Event.StepDone) {
                ends.add(System.nanoTime());
              }
            })
            .fit(echo(100 * BATCH));
    int half = ends.size() / 2;
    int last = ends.size() - 2; // the last step of an epoch is eager, for its gradients
    double seconds = (ends.get(last) - ends.get(half)) / 1e9 / (last - half);
    var loss = run.history().last().orElseThrow().loss();
    IO.println("%s: loss %.3f, %.1f ms a step".formatted(title, loss, 1e3 * seconds));
    return seconds;
  }

  /// Returns random letters, one-hot, and as labels the letters of some steps before.
  private static Dataset echo(int samples) {
    var letters =
        RandomKey.of(1).integers(Shape.of(samples, TIME + DELAY), 0, LETTERS).to(DType.I32);
    return Dataset.of(
        letters.slice(1, DELAY, TIME + DELAY).oneHot(LETTERS), letters.slice(1, 0, TIME));
  }
}
