package dev.chainrule.datasets;

import java.util.Optional;

/// How a CSV file is to be read where the reader shall not find out by itself.
///
/// @param separator what stands between cells; empty to recognise it, see [Separator]
/// @param header whether the first line holds the columns' names
public record CsvFormat(Optional<Separator> separator, Header header) {
  /// Whether the first line of a file holds the columns' names.
  public enum Header {
    /// Found out by the rule that [Csv] states.
    RECOGNISED,
    PRESENT,
    ABSENT
  }

  /// Returns the format in which everything is recognised.
  public static CsvFormat recognised() {
    return new CsvFormat(Optional.empty(), Header.RECOGNISED);
  }

  /// Returns this format with a fixed separator.
  public CsvFormat withSeparator(Separator chosen) {
    return new CsvFormat(Optional.of(chosen), header);
  }

  /// Returns this format with a known header.
  public CsvFormat withHeader(Header chosen) {
    return new CsvFormat(separator, chosen);
  }
}
