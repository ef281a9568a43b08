/// Whole computations as programs: [Program] is the entry.
///
/// Code is run once on symbolic tensors; what it did becomes a graph, the graph is rewritten, and
/// the rest is a flat list of kernel calls over memory that was planned once. It must not depend on
/// layers or training.
@NullMarked
package dev.chainrule.program;

import org.jspecify.annotations.NullMarked;
