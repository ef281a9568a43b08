package dev.chainrule.program;

/// One kernel call of a program.
///
/// @param task what it computes
/// @param code computes it
record Step(Task task, Runnable code) {}
