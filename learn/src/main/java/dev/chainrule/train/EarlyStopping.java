package dev.chainrule.train;

/// Ends training when it no longer helps: when the monitored loss has had no new best for more than
/// `patience` epochs.
///
/// It decides from the run's history alone, so a resumed run ends where one never interrupted
/// would.
///
/// @param patience how many epochs without a new best are borne, at least 0
/// @param least by how much a loss must be below the best to count, at least 0
public record EarlyStopping(int patience, double least) implements Listener {
  /// @throws IllegalArgumentException if a number is negative
  public EarlyStopping {
    if (patience < 0 || !(least >= 0)) {
      throw new IllegalArgumentException(
          "EarlyStopping: patience is %d and least %s; expected 0 or more"
              .formatted(patience, least));
    }
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.EpochDone || event instanceof Event.Started) {
      int waited = waited(event.run().history());
      if (waited > patience) {
        event.run().stop("no better loss in %d epochs".formatted(waited));
      }
    }
  }

  /// Returns how many epochs ago the best one was.
  private int waited(History history) {
    double best = Double.POSITIVE_INFINITY;
    int waited = 0;
    for (double value : history.monitored()) {
      boolean better = value < best - least;
      best = better ? value : best;
      waited = better ? 0 : waited + 1;
    }
    return waited;
  }
}
