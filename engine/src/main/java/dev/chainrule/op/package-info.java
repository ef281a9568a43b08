/// The catalogue: every operation, declared once.
///
/// The entry type is `Op`. An operation states its shape rule, its derivatives, what the tape keeps
/// for them, a slow reference, samples and misuses; eager execution, contracts and documents
/// follow.
package dev.chainrule.op;
