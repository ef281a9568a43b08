package dev.chainrule.op;

import java.util.List;

/// The operations that take, move and repeat elements.
final class IndexingSpecs {
  private IndexingSpecs() {}

  static List<OpSpec> all() {
    return List.of(
        Slice.spec(),
        Place.spec(),
        Flip.spec(),
        Roll.spec(),
        Windows.spec(),
        Triangle.spec(),
        Diagonal.spec(),
        DiagonalEmbed.spec(),
        Concatenate.spec(),
        Stacking.spec(),
        Tile.spec(),
        Repeat.spec(),
        Pad.spec(),
        Gather.spec(),
        Scatter.spec(),
        ScatterAdd.spec(),
        IndexSelect.spec(),
        IndexAdd.spec(),
        Embedding.spec(),
        ArgIndexMax.spec(),
        EmbeddingBag.spec(),
        OneHot.spec(),
        MaskedFill.spec(),
        Dropout.spec());
  }
}
