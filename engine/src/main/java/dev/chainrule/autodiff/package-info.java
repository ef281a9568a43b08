/// Differentiation: the tape that operations are recorded on, and what is read off it.
///
/// The entry type is `Derivatives` for functions and `Gradients` for recorded results.
package dev.chainrule.autodiff;
