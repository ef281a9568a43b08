package dev.chainrule.kernel;

import dev.chainrule.kernel.WinogradPass.Kind;

/// The transforms of Winograd's minimal filtering. Each is made of passes, first along the rows'
/// axis, then along the columns'; `docs/numerics.md` has the order of rounding.
@SuppressWarnings("EnumOrdinal") // a place in a table that is never stored
final class WinogradTransforms {
  /// Channels while warming.
  private static final int TRIAL_CHANNELS = 16 * WinogradSizes.CHANNELS;

  private final Warming<WinogradPass>[] passes;
  private final float[] scratch = new float[32 * TRIAL_CHANNELS];
  private final int lanes;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  WinogradTransforms(int lanes, PlainPasses plain) {
    this.lanes = lanes;
    passes = new Warming[Kind.values().length];
    for (var kind : Kind.values()) {
      passes[kind.ordinal()] =
          new Warming<>(plain.of(kind), () -> VectorPasses.of(kind), this::attempt);
    }
  }

  void skipWarming() {
    for (var pass : passes) {
      pass.skip();
    }
  }

  /// @param count of channels
  private WinogradPass pass(Kind kind, int count) {
    return passes[kind.ordinal()].current((long) WinogradSizes.POSITIONS * count);
  }

  private void attempt(WinogradPass pass) {
    int n = TRIAL_CHANNELS;
    pass.run(scratch, 0, 4 * n, n, n, scratch, 16 * n, lanes, n);
  }

  /// Computes one row of the positions of a patch of images: of `(d₀ − d₂, d₁ + d₂, d₂ − d₁, d₃ −
  /// d₁)`, the one at `line`.
  ///
  /// @param patch whose place is the patch's first element
  /// @param block from one vector of channels to the next in `v`
  /// @param step from one position to the next in `v`
  void images(int line, WinogradPatch patch, float[] v, int to, int block, int step) {
    int row = patch.row;
    int start = patch.place + line * row;
    int other = line < 2 ? 2 - line : 1 - line; // from d₀, d₁, d₂, d₃ to d₂, d₂, d₁, d₁
    pass(line == 1 ? Kind.SUMS : Kind.DIFFERENCES, patch.channels())
        .run(patch.array, start, other * row, patch.column, patch.channels(), v, to, block, step);
  }

  /// Computes one row of the positions of a square of upstreams: of `(g₀, g₀ + g₁, g₀ − g₁, g₁)`,
  /// the one at `line`.
  ///
  /// @param step from one position to the next in `v`
  void upstreams(int line, WinogradPatch square, float[] v, int to, int step) {
    int start = square.place + (line < 3 ? 0 : square.row);
    var kind =
        switch (line) {
          case 1 -> Kind.UPSTREAM_SUMS;
          case 2 -> Kind.UPSTREAM_DIFFERENCES;
          default -> Kind.UPSTREAMS;
        };
    pass(kind, square.channels())
        .run(square.array, start, square.row, square.column, square.channels(), v, to, lanes, step);
  }

  /// Computes a square of results from the products of all positions.
  ///
  /// @param step from one position to the next in `m`
  void results(float[] m, int start, int step, WinogradPatch square) {
    pass(Kind.RESULTS, square.channels())
        .run(
            m,
            start,
            WinogradSizes.PATCH * step,
            step,
            square.channels(),
            square.array,
            square.place,
            square.row,
            square.column);
  }

  /// Computes all positions of windows, of which `w` holds `count` for each element, one element
  /// after the other.
  ///
  /// @param u for the positions, one after the other
  void weights(float[] w, int count, float[] u, int to) {
    var spread = pass(Kind.SPREAD, WinogradSizes.PATCH * count);
    int row = WinogradSizes.PATCH * count;
    for (int i = 0; i < WinogradSizes.WINDOW; i++) {
      spread.run(w, i * count, 0, WinogradSizes.WINDOW * count, count, u, to + i * count, 0, row);
    }
    for (int i = 0; i < WinogradSizes.PATCH; i++) {
      spread.run(u, to + i * row, 0, count, count, u, to + i * row, 0, count);
    }
  }

  /// Computes gradients by weights from the sums of all positions, which are lost.
  ///
  /// @param step from one position to the next in `u`, and from one element to the next in `w`
  void gradients(float[] u, int start, int step, int count, float[] w, int to) {
    var gather = pass(Kind.GATHER, WinogradSizes.PATCH * count);
    int row = WinogradSizes.PATCH * step;
    for (int i = 0; i < WinogradSizes.PATCH; i++) {
      int column = start + i * step;
      gather.run(u, column, 0, row, count, u, column, 0, row);
    }
    for (int i = 0; i < WinogradSizes.WINDOW; i++) {
      int first = to + i * WinogradSizes.WINDOW * step;
      gather.run(u, start + i * row, 0, step, count, w, first, 0, step);
    }
  }
}
