package dev.chainrule.op;

import java.util.stream.IntStream;

/// What a loss of single elements declares besides its code.
///
/// @param summary what it is, in one sentence
/// @param source where the definition comes from
/// @param ranges of the samples' inputs, a lowest and a highest number each
/// @param otherRanges where it has another branch, or the same ranges
@SuppressWarnings("ArrayRecordComponent") // never compared
record LossText(String summary, String source, double[] ranges, double[] otherRanges) {

  static LossText of(String summary) {
    return new LossText(summary, "elementary", new double[0], new double[0]);
  }

  LossText source(String text) {
    return new LossText(summary, text, ranges, otherRanges);
  }

  LossText ranges(double... lowsAndHighs) {
    return new LossText(summary, source, lowsAndHighs, lowsAndHighs);
  }

  LossText otherRanges(double... lowsAndHighs) {
    return new LossText(summary, source, ranges, lowsAndHighs);
  }

  /// Returns the number of inputs.
  int inputs() {
    return ranges.length / 2;
  }

  Input[] sample(int... sizes) {
    return sample(ranges, sizes);
  }

  Input[] otherSample(int... sizes) {
    return sample(otherRanges, sizes);
  }

  /// A parameter is a single number.
  private static Input[] sample(double[] ranges, int... sizes) {
    return IntStream.range(0, ranges.length / 2)
        .mapToObj(i -> Input.numbers(ranges[2 * i], ranges[2 * i + 1], i < 2 ? sizes : new int[0]))
        .toArray(Input[]::new);
  }
}
