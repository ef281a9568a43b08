package dev.chainrule;

import dev.chainrule.kernel.Threefry;
import dev.chainrule.op.RandomBernoulli;
import dev.chainrule.op.RandomIntegers;
import dev.chainrule.op.RandomNormal;
import dev.chainrule.op.RandomPermutation;
import dev.chainrule.op.RandomUniform;
import java.nio.charset.StandardCharsets;

/// Where random numbers come from: a key, not a generator with a state.
///
/// The same key always gives the same numbers, on every machine and on any number of threads, and
/// element `i` does not depend on how many there are. Whoever needs other numbers takes another
/// key: one of a [#child] by name, such as a layer's path, or one of [#split] by number, such as an
/// epoch. Keys made in different ways give independent numbers. `docs/numerics.md` defines every
/// bit.
///
/// ```java
/// var key = RandomKey.of(42);
/// Tensor weight = key.child("hidden.weight").normal(Shape.of(784, 128));
/// Tensor mask = key.child("dropout").split(step).bernoulli(Shape.of(64, 128), 0.9);
/// ```
///
/// **Source**: Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011
/// (Threefry-2x32 with 20 rounds).
///
/// @param high the first word
/// @param low the second word
public record RandomKey(int high, int low) {
  /// The second counter word of keys by number; that of random elements is 0.
  public static final int NUMBERED = 0x80000000;

  /// The second counter word that begins a key by name.
  private static final int NAMED = 0xC0000000;

  /// Returns the key of a seed.
  public static RandomKey of(long seed) {
    return new RandomKey((int) (seed >>> 32), (int) seed);
  }

  /// Returns the key with a number.
  public RandomKey split(int index) {
    return next(index, NUMBERED);
  }

  /// Returns the key with a name.
  public RandomKey child(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    var key = next(bytes.length, NAMED);
    for (int i = 0; i < bytes.length; i += 8) {
      key = key.next(word(bytes, i), word(bytes, i + 4));
    }
    return key;
  }

  private static int word(byte[] bytes, int from) {
    int word = 0;
    for (int i = from; i < Math.min(from + 4, bytes.length); i++) {
      word |= (bytes[i] & 255) << (8 * (i - from));
    }
    return word;
  }

  private RandomKey next(int counter0, int counter1) {
    return of(Threefry.words(high, low, counter0, counter1));
  }

  /// Returns this key as two numbers of `I32`, the input of random operations.
  public Tensor tensor() {
    return Tensor.of(new int[] {high, low}, Shape.of(2));
  }

  /// Returns numbers of `F32` from 0 (included) to 1 (excluded), spread evenly.
  public Tensor uniform(Shape shape) {
    return uniform(shape, 0, 1, DType.F32);
  }

  /// Returns numbers from `low` (included) to `high` (excluded), spread evenly.
  public Tensor uniform(Shape shape, double low, double high, DType dtype) {
    return new RandomUniform(shape, low, high, dtype).on(tensor());
  }

  /// Returns numbers of `F32` from the standard normal distribution.
  public Tensor normal(Shape shape) {
    return normal(shape, 0, 1, DType.F32);
  }

  /// Returns numbers from a normal distribution.
  public Tensor normal(Shape shape, double mean, double deviation, DType dtype) {
    return new RandomNormal(shape, mean, deviation, dtype).on(tensor());
  }

  /// Returns truths, each with the given probability.
  public Tensor bernoulli(Shape shape, double probability) {
    return new RandomBernoulli(shape, probability).on(tensor());
  }

  /// Returns whole numbers of `I64` from `low` (included) to `high` (excluded), all equally likely.
  public Tensor integers(Shape shape, long low, long high) {
    return new RandomIntegers(shape, low, high, DType.I64).on(tensor());
  }

  /// Returns the numbers `0 .. size − 1` in random order, as `I64`.
  public Tensor permutation(int size) {
    return new RandomPermutation(size).on(tensor());
  }
}
