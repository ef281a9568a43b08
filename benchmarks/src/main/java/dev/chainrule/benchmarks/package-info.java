/// Chainrule's speed beside that of other libraries. Comparisons are programs that interleave the
/// contenders in one run, so that a disturbance of the machine meets all of them; the classes whose
/// names end in `Benchmark` are run by JMH.
@NullMarked
package dev.chainrule.benchmarks;

import org.jspecify.annotations.NullMarked;
