package dev.chainrule.datasets;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What stands between the cells of a line in a CSV file.
///
/// A file's separator is recognised from its first 100 lines that are not blank: it is the first of
/// tab, semicolon and comma that cuts at least nine lines in ten into the same number of cells,
/// more than one. The rarer characters come first because commas also occur inside texts and
/// numbers. When none qualifies, it is the one of all four that does so for most lines, spaces
/// included.
public enum Separator {
  TAB('\t', "tabs"),
  SEMICOLON(';', "semicolons"),
  COMMA(',', "commas"),
  /// One or more spaces, also at the start and the end of a line. Blank cells cannot be told apart;
  /// write `?`.
  SPACES(' ', "spaces");

  private static final int SAMPLED_LINES = 100;
  private static final double CLEAR_MAJORITY = 0.9;

  private final char character;
  private final String words;

  Separator(char character, String words) {
    this.character = character;
    this.words = words;
  }

  char character() {
    return character;
  }

  /// Returns the plural for messages, such as "commas".
  @Override
  public String toString() {
    return words;
  }

  /// Returns the separator that the text uses, [#COMMA] when none is found (a table of one column).
  static Separator recognise(String text) {
    List<String> sample = text.lines().filter(l -> !l.isBlank()).limit(SAMPLED_LINES).toList();
    for (Separator candidate : List.of(TAB, SEMICOLON, COMMA)) {
      if (candidate.agreement(sample) >= CLEAR_MAJORITY) {
        return candidate;
      }
    }
    return Arrays.stream(values())
        .filter(candidate -> candidate.agreement(sample) > 0)
        .max(Comparator.comparingDouble(candidate -> candidate.agreement(sample)))
        .orElse(COMMA);
  }

  /// The share of lines that have the most frequent number of cells, or 0 when that number is 1.
  private double agreement(List<String> lines) {
    int[] counts = lines.stream().mapToInt(this::cells).sorted().toArray();
    int best = 0;
    int bestCells = 1;
    for (int i = 0, run = 0; i < counts.length; i++) {
      run = i > 0 && counts[i] == counts[i - 1] ? run + 1 : 1;
      if (run > best) {
        best = run;
        bestCells = counts[i];
      }
    }
    return bestCells == 1 ? 0 : (double) best / counts.length;
  }

  private int cells(String line) {
    String trimmed = this == SPACES ? line.strip() : line;
    int cells = 1;
    boolean quoted = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      quoted ^= c == '"';
      boolean separates = c == character && !(this == SPACES && trimmed.charAt(i - 1) == ' ');
      cells += !quoted && separates ? 1 : 0;
    }
    return cells;
  }
}
