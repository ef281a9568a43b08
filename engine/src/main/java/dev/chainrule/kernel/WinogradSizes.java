package dev.chainrule.kernel;

/// The sizes of a convolution that is computed by Winograd's minimal filtering: every patch of 4 ×
/// 4 elements of the images gives a square of 2 × 2 results.
///
/// **Source**: S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, Fast
/// Algorithms for Convolutional Neural Networks, 2016.
record WinogradSizes(WinogradImages images, WinogradImages results) {
  /// Rows and columns of a window, of the results of a patch, and of the patch.
  static final int WINDOW = 3;

  static final int RESULTS = 2;
  static final int PATCH = 4;

  /// Elements of a window and of a patch.
  static final int TAPS = WINDOW * WINDOW;

  static final int POSITIONS = PATCH * PATCH;

  /// Length of a chunk of a sum: half of that of matrix products makes up for what transforms
  /// round.
  static final int CHUNK = GemmReference.CHUNK / 2;

  /// A bit for each row of a patch that a row of its positions is made of.
  private static final int[] ROWS = {0b0101, 0b0110, 0b0110, 0b1010};

  /// Bits for all of them.
  static final int ALL_ROWS = (1 << PATCH) - 1;

  /// Both numbers of channels are multiples of this, so that vectors are always full.
  static final int CHANNELS = 16;

  /// Channels from which the transforms cost less than they save.
  private static final int FEWEST_CHANNELS = 64;

  /// Channels up to which transformed weights stay below 16 MiB.
  private static final int MOST_CHANNELS = 512;

  /// Windows of an axis from which they fill most of their squares, and outweigh the transform of
  /// the weights.
  private static final int FEWEST_WINDOWS = 8;

  /// Returns whether a convolution of 32-bit numbers is computed so.
  static boolean fit(ConvolutionSizes s) {
    return s.groups == 1
        && isPlain(s, 0, WINDOW)
        && isPlain(s, 1, 1)
        && isPlain(s, 2, WINDOW)
        && s.axes[1] == 1
        && s.windows[1] == 1
        && isMany(s.in)
        && isMany(s.out)
        && Math.min(s.windows[0], s.windows[2]) >= FEWEST_WINDOWS;
  }

  private static boolean isPlain(ConvolutionSizes s, int axis, int window) {
    return s.kernel[axis] == window && s.stride[axis] == 1 && s.dilation[axis] == 1;
  }

  private static boolean isMany(int channels) {
    return channels % CHANNELS == 0 && channels >= FEWEST_CHANNELS && channels <= MOST_CHANNELS;
  }

  /// Returns the sizes of results from images.
  static WinogradSizes ofResults(ConvolutionSizes s) {
    return of(s.batch, s.axes, s.in, s.before, s.windows, s.out);
  }

  /// Returns the sizes of images from results: a convolution with the turned windows.
  static WinogradSizes ofImages(ConvolutionSizes s) {
    int[] before = {WINDOW - 1 - s.before[0], 0, WINDOW - 1 - s.before[2]};
    return of(s.batch, s.windows, s.out, before, s.axes, s.in);
  }

  private static WinogradSizes of(int batch, int[] from, int in, int[] before, int[] to, int out) {
    int down = Math.ceilDiv(to[0], RESULTS);
    int across = Math.ceilDiv(to[2], RESULTS);
    return new WinogradSizes(
        new WinogradImages(batch, from[0], from[2], in, before[0], before[2], down, across, PATCH),
        new WinogradImages(batch, to[0], to[2], out, 0, 0, down, across, RESULTS));
  }

  /// Returns a bit for each row of a patch that a row of its positions is made of.
  static int rows(int line) {
    return ROWS[line];
  }

  /// Returns the number of patches of all images.
  int patches() {
    return images.patches();
  }

  /// Returns the number of weights of one element of a window.
  int weights() {
    return images.channels() * results.channels();
  }
}
