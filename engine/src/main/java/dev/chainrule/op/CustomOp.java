package dev.chainrule.op;

/// The door for operations of one's own: implement [Op], and the contracts of `dev.chainrule.check`
/// prove it as they prove the catalogue.
///
/// An operation whose result can be written with others is easier to declare as a [Composite].
public non-sealed interface CustomOp extends Op {}
