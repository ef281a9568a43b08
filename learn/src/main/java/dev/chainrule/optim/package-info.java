/// Optimisers: how parameters follow their gradients. The entry type is `UpdateRule`, a
/// description; bound to parameters it is an `Optimizer`. Must not depend on layers, losses or
/// training.
package dev.chainrule.optim;
