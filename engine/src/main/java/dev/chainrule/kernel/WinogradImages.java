package dev.chainrule.kernel;

/// Contiguous images `[batch, rows, columns, channels]` under square patches that begin two places
/// apart, the first of them some places before the first row and column.
///
/// @param down the number of patches along the rows' axis
/// @param across the number of patches along the columns' axis
/// @param extent rows and columns of a patch
record WinogradImages(
    int batch,
    int rows,
    int columns,
    int channels,
    int rowsBefore,
    int columnsBefore,
    int down,
    int across,
    int extent) {

  /// Returns the number of patches of all images.
  int patches() {
    return batch * down * across;
  }
}
