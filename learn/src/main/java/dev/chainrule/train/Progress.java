package dev.chainrule.train;

import java.util.ArrayList;
import java.util.List;

/// How far a run has come: with the variables, all that a checkpoint has to hold.
///
/// @param epoch the epoch that is going on, from 1
/// @param batch how many batches of it are done
/// @param step how many steps were made since the start
/// @param sums what was measured in this epoch
/// @param history what came of the epochs before
record Progress(int epoch, int batch, long step, RunningSums sums, History history) {
  static Progress start() {
    return new Progress(1, 0, 0, RunningSums.none(), new History(List.of()));
  }

  Progress afterStep(RunningSums more) {
    return new Progress(epoch, batch + 1, step + 1, more, history);
  }

  Progress afterEpoch(EpochResult result) {
    var results = new ArrayList<>(history.epochs());
    results.add(result);
    return new Progress(epoch + 1, 0, step, RunningSums.none(), new History(results));
  }
}
