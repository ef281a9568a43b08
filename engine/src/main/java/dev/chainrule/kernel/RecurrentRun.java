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

  private final Gemm product;
  private final Workers.Part running = this::runShare;
  private List<S> shares = List.of();

  /// @param product with the recurrent weights
  RecurrentRun(RecurrentSizes sizes, Gemm product) {
    this.sizes = sizes;
    this.product = product;
    weights = RightFactor.of(product, sizes.element());
  }

  /// Some rows of the batch.
  abstract static class Share {
    final RecurrentSizes sizes;
    final int first;
    final int rows;

    Share(RecurrentSizes sizes, int first, int rows) {
      this.sizes = sizes;
      this.first = first;
      this.rows = rows;
    }

    /// Returns where a step of this share begins in a storage `[batch, time, size]`.
    int place(Storage storage, int step, int size) {
      return storage.offset() + (first * sizes.time() + step) * size;
    }

    /// Places a slot at a step of a storage `[batch, time, size]`.
    void place(CellLoop loop, CellSlot slot, Storage storage, int step, int size) {
      loop.place(slot, storage.array(), place(storage, step, size), sizes.time() * size);
    }

    /// Forgets the operands, so that they can be collected.
    abstract void release();
  }

  /// Returns what a share of the batch needs.
  abstract S share(int first, int rows);

  /// Takes a share through time.
  abstract void run(S share);

  /// Takes the whole batch through time.
  final void run(Storage recurrent) {
    long step = (long) sizes.batch() * sizes.gates() * sizes.hidden();
    int parts = Math.clamp(step / LEAST, 1, Math.min(sizes.batch(), Workers.threads()));
    if (shares.size() != parts) {
      shares = shares(parts);
    }
    weights.set(product, recurrent.array(), recurrent.offset());
    try {
      Workers.run(parts, running);
    } finally {
      weights.release();
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
