/// The proofs: contracts that every operation must keep, and checks of gradients for users.
///
/// The entry types are `Contract`, run over the samples of the catalogue by tests and by the
/// command line, and `GradientCheck`. Nothing outside tests and tools depends on this package.
package dev.chainrule.check;
