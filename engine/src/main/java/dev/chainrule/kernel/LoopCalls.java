package dev.chainrule.kernel;

import java.util.List;

/// Loops over different elements that are run as one: their elements together are shared among
/// threads, in a single fork. Running allocates nothing once it has been run with the present
/// number of threads.
///
/// No loop may write what another one reads or writes.
public final class LoopCalls implements Runnable {
  private final LoopCall[] calls;

  /// Where the elements of each loop begin among all, counted in units; at last their end.
  private final int[] borders;

  private final Workers.Part part = this::run;
  private int parts;

  /// @param calls loops over rows of elements; see [LoopCall#isRow]
  public LoopCalls(List<LoopCall> calls) {
    this.calls = calls.toArray(LoopCall[]::new);
    this.borders = new int[calls.size() + 1];
    for (int i = 0; i < calls.size(); i++) {
      borders[i + 1] = borders[i] + Math.ceilDiv(calls.get(i).elements(), LoopCall.UNIT);
    }
  }

  @Override
  public void run() {
    int units = borders[calls.length];
    parts = Loops.parts((int) Math.min((long) units * LoopCall.UNIT, Integer.MAX_VALUE));
    for (var call : calls) {
      call.prepare(parts);
    }
    Workers.run(parts, part);
  }

  /// Runs one part: a share of all elements.
  private void run(int index) {
    int units = borders[calls.length];
    int from = (int) ((long) units * index / parts);
    int to = (int) ((long) units * (index + 1) / parts);
    for (int i = 0; i < calls.length && borders[i] < to; i++) {
      if (borders[i + 1] > from) {
        calls[i].runRow(
            index,
            Math.max(from, borders[i]) - borders[i],
            Math.min(to, borders[i + 1]) - borders[i]);
      }
    }
  }
}
