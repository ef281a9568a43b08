/// Samples and how they reach training: sets, splits, batches, scaling. The entry type is
/// `Dataset`. Knows tensors, but no layer, loss, metric or trainer, and reads no files.
package dev.chainrule.data;
