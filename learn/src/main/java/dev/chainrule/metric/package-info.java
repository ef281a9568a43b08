/// Measures of how well predictions fit targets, counted batch by batch. The entry type is
/// `Metric`; `Metrics` holds the factories. Knows tensors, but no layer, loss, data set or trainer.
package dev.chainrule.metric;
