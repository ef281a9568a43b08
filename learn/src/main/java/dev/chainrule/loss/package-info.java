/// What training makes small. The entry type is `Loss`; `Losses` has the factories. Knows tensors,
/// but no layer, optimiser or data set.
package dev.chainrule.loss;
