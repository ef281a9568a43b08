package dev.chainrule.cli;

import dev.chainrule.DType;
import dev.chainrule.data.Augmentation;
import dev.chainrule.datasets.CharacterVocabulary;
import dev.chainrule.datasets.TablePreparation;
import java.util.Optional;

/// What the samples of a data set are.
sealed interface DataKind {
  /// The rows of a table.
  ///
  /// @param table what was done to the table
  record Rows(TablePreparation table) implements DataKind {}

  /// Images with classes.
  ///
  /// @param change how they are changed at random while a network learns from them, if they are
  record Images(Optional<Augmentation> change) implements DataKind {}

  /// Windows of a text, of which each next character is to be told.
  ///
  /// @param characters those that occur
  record Text(CharacterVocabulary characters) implements DataKind {}

  /// What was done to a table, if it is one.
  default Optional<TablePreparation> preparation() {
    return this instanceof Rows(var preparation) ? Optional.of(preparation) : Optional.empty();
  }

  /// The characters of a text, if it is one.
  default Optional<CharacterVocabulary> vocabulary() {
    return this instanceof Text(var vocabulary) ? Optional.of(vocabulary) : Optional.empty();
  }

  /// The type of a network's inputs.
  default DType inputs() {
    return this instanceof Text ? DType.I32 : DType.F32;
  }
}
