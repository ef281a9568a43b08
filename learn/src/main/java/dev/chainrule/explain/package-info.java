/// Backpropagation explained with its own numbers.
///
/// The entry type is `Explanation`, which reads the very tape that training uses; the worked
/// examples of textbooks are built on it.
package dev.chainrule.explain;
