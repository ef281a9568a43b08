/// Tensors, variables and derivatives: what a user of the engine touches first. The entry type is
/// `Tensor`.
package dev.chainrule;
