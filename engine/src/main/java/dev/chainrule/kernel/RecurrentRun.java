package dev.chainrule.kernel;

import java.util.ArrayList;
import java.util.List;

/// A plan over a sequence in flight: threads take shares of the batch through time, each its own.
///
/// They never wait for each other between steps, and the recurrent weights are packed only once.
///
/// @param <S> what a share needs
abstract class RecurrentRun<S extends RecurrentRun.Share> {
  static final Storage NONE = Storage.allocate(Element.F32, new int[] {0});

  /// Multiply-adds of a step that are worth a share of their own.
  private static final int LEAST = 1 << 14;

  final RecurrentSizes sizes;

  /// The recurrent weights.
  final RightFactor<?> weights;

  /// The weights of a second product, if there is one.
  final RightFactor<?> inner;

  private final Gemm product;
  private final Gemm innerProduct;
  private final Workers.Part running = this::runShare;
  private List<S> shares = List.of();

  /// @param product with the recurrent weights
  /// @param innerProduct the second product, of no account if the cell has none
  RecurrentRun(RecurrentSizes sizes, Gemm product, Gemm innerProduct) {
    this.sizes = sizes;
    this.product = product;
    this.innerProduct = innerProduct;
    weights = RightFactor.of(product, sizes.element());
    inner = sizes.cell().hasInner() ? RightFactor.of(innerProduct, sizes.element()) : weights;
  }

  /// Some rows of the batch.
  abstract static class Share {
    final RecurrentSizes sizes;
    final int first;
    final int rows;
    final CellLoop early;
    final CellLoop late;

    /// @param early the functions before a second product
    /// @param late the functions after it
    Share(RecurrentSizes sizes, int first, int rows, CellLoop early, CellLoop late) {
      this.sizes = sizes;
      this.first = first;
      this.rows = rows;
      this.early = early;
      this.late = late;
    }

    /// Returns where a step of this share begins in a storage `[batch, time, size]`.
    int place(Storage storage, int step, int size) {
      return storage.offset() + (first * sizes.time() + step) * size;
    }

    /// Places a slot at a step of a storage `[batch, time, size]`.
    void place(CellSlot slot, Storage storage, int step, int size) {
      place(slot, storage.array(), place(storage, step, size), sizes.time() * size);
    }

    /// Places a slot for all functions.
    void place(CellSlot slot, Object array, int place, int row) {
      early.place(slot, array, place, row);
      late.place(slot, array, place, row);
    }

    /// Forgets the operands, so that they can be collected.
    void release() {
      early.release();
      late.release();
    }
  }

  /// Returns what a share of the batch needs.
  abstract S share(int first, int rows);

  /// Takes a share through time.
  abstract void run(S share);

  /// Takes the whole batch through time.
  final void run(RecurrentForward.Operands in) {
    long step = (long) sizes.batch() * sizes.gates() * sizes.hidden();
    int parts = Math.clamp(step / LEAST, 1, Math.min(sizes.batch(), Workers.threads()));
    if (shares.size() != parts) {
      shares = shares(parts);
    }
    var recurrent = in.recurrent();
    weights.set(product, recurrent.array(), recurrent.offset());
    if (sizes.cell().projects()) {
      inner.set(innerProduct, in.more().array(), in.more().offset());
    } else if (sizes.cell().hasInner()) {
      inner.set(innerProduct, recurrent.array(), recurrent.offset() + sizes.outer());
    }
    try {
      Workers.run(parts, running);
    } finally {
      weights.release();
      inner.release();
      for (int i = 0; i < parts; i++) {
        shares.get(i).release();
      }
    }
  }

  private List<S> shares(int parts) {
    var all = new ArrayList<S>();
    for (int i = 0; i < parts; i++) {
      int first = BlockedProduct.share(sizes.batch(), i, parts);
      all.add(share(first, BlockedProduct.share(sizes.batch(), i + 1, parts) - first));
    }
    return all;
  }

  private void runShare(int part) {
    run(shares.get(part));
  }
}
