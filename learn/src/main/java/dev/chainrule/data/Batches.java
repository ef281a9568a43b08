package dev.chainrule.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;

/// The batches of a data set, epoch after epoch, each found directly by its epoch and position.
///
/// A batch is a function of (data set, settings, seed, epoch, index) and of nothing that happened
/// before, so training resumes in the middle of an epoch by asking for the next index. Immutable;
/// `shuffled` and the like return copies.
///
/// ```
/// var batches = mnist.train().batches(128).shuffled(42);
/// for (int epoch = 1; epoch <= 5; epoch++) {
///   for (var batch : batches.epoch(epoch)) step.run(batch.input(), batch.target());
/// }
/// ```
public final class Batches implements Iterable<Batch> {
  private final Dataset dataset;
  private final int size;
  private final boolean keepsPartial;
  private final int most;
  private final Optional<Long> seed;
  private final Optional<Augmented> augmented;

  /// The order of the epoch asked for last; only a cache.
  private volatile Order latest;

  private record Augmented(Augmentation augmentation, long seed) {}

  private static final class Order {
    private final int epoch;
    private final int[] rows;

    Order(int epoch, int[] rows) {
      this.epoch = epoch;
      this.rows = rows;
    }
  }

  private Batches(
      Dataset dataset,
      int size,
      boolean keepsPartial,
      int most,
      Optional<Long> seed,
      Optional<Augmented> augmented) {
    this.dataset = dataset;
    this.size = size;
    this.keepsPartial = keepsPartial;
    this.most = most;
    this.seed = seed;
    this.augmented = augmented;
    this.latest = order(1);
  }

  /// Returns the batches of a set in its own order, the last one with the samples that are left.
  ///
  /// @throws IllegalArgumentException if `size` is below 1
  public static Batches of(Dataset dataset, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("Batches: size is " + size + "; expected 1 or more");
    }
    return new Batches(dataset, size, true, Integer.MAX_VALUE, Optional.empty(), Optional.empty());
  }

  /// Returns these batches with the samples in an order drawn anew for each epoch.
  public Batches shuffled(long chosenSeed) {
    return new Batches(dataset, size, keepsPartial, most, Optional.of(chosenSeed), augmented);
  }

  /// Returns these batches without a last one that has fewer samples than the others.
  ///
  /// @throws IllegalArgumentException if no batch is left
  public Batches withoutPartial() {
    if (dataset.size() < size) {
      throw new IllegalArgumentException(
          "Batches: %d samples do not fill one batch of %d; choose a smaller batch"
              .formatted(dataset.size(), size));
    }
    return new Batches(dataset, size, false, most, seed, augmented);
  }

  /// Returns these batches, each changed at random.
  public Batches augmented(Augmentation augmentation, long chosenSeed) {
    return new Batches(
        dataset,
        size,
        keepsPartial,
        most,
        seed,
        Optional.of(new Augmented(augmentation, chosenSeed)));
  }

  /// Returns these batches with at most so many in an epoch: of more samples than they hold, each
  /// epoch has the first in its order, so shuffled ones have others each time.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Batches atMost(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "Batches: at most %d in an epoch; expected 1 or more".formatted(batches));
    }
    return new Batches(dataset, size, keepsPartial, batches, seed, augmented);
  }

  /// Returns the number of batches in an epoch, at least 1.
  public int count() {
    int all = keepsPartial ? Math.ceilDiv(dataset.size(), size) : dataset.size() / size;
    return Math.min(all, most);
  }

  /// Returns the number of samples in a full batch.
  public int size() {
    return size;
  }

  /// Returns a batch.
  ///
  /// @param epoch the epoch, any number; training counts from 1
  /// @param index the position in the epoch, from 0
  /// @throws IllegalArgumentException if the index is outside `0 .. count − 1`
  public Batch at(int epoch, int index) {
    if (index < 0 || index >= count()) {
      throw new IllegalArgumentException(
          "Batches: index %d is outside 0..%d".formatted(index, count() - 1));
    }
    Order order = latest;
    if (order.epoch != epoch) {
      order = order(epoch);
      latest = order;
    }
    int from = index * size;
    Batch batch = dataset.take(order.rows, from, Math.min(from + size, dataset.size()));
    return augmented
        .map(a -> a.augmentation.apply(batch, Draws.seed(a.seed, epoch, index)))
        .orElse(batch);
  }

  /// Returns the batches of an epoch in their order.
  ///
  /// @param epoch the epoch, any number; training counts from 1
  public Iterable<Batch> epoch(int epoch) {
    return () -> IntStream.range(0, count()).mapToObj(index -> at(epoch, index)).iterator();
  }

  /// Returns the batches of the first epoch.
  @Override
  public Iterator<Batch> iterator() {
    return epoch(1).iterator();
  }

  private Order order(int epoch) {
    if (seed.isPresent()) {
      return new Order(epoch, new Draws(seed.get(), epoch).permutation(dataset.size()));
    }
    int[] rows = new int[dataset.size()];
    Arrays.setAll(rows, i -> i);
    return new Order(epoch, rows);
  }
}
