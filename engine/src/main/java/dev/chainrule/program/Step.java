package dev.chainrule.program;

import java.util.List;

/// One kernel call of a program.
///
/// @param tasks what it computes: one task, or loops that do the same to several variables
/// @param code computes it
record Step(List<Task> tasks, Runnable code) {
  /// Returns the first task, or the only one.
  Task task() {
    return tasks.getFirst();
  }
}
