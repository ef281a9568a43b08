package dev.chainrule.data;

/// A random change of a batch's samples that keeps what they mean: shifted images, added noise.
///
/// The change depends on nothing but the batch and the seed, so that training can be repeated and
/// resumed exactly. The number of samples stays.
///
/// ```
/// Augmentation noise = (batch, seed) -> new Batch(withNoise(batch.input(), 0.1, seed), batch.target());
/// var batches = mnist.train().batches(128).shuffled(42).augmented(noise, 42);
/// ```
@FunctionalInterface
public interface Augmentation {
  /// Returns the changed batch.
  ///
  /// @param seed a different number for each batch of each epoch
  Batch apply(Batch batch, long seed);

  /// Returns this change followed by another, each with a seed of its own.
  default Augmentation then(Augmentation next) {
    return (batch, seed) -> next.apply(apply(batch, Draws.seed(seed, 0)), Draws.seed(seed, 1));
  }
}
