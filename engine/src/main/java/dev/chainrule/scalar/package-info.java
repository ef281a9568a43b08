/// Functions of numbers, written once: their value, their derivatives and their text.
///
/// The entry type is `Expression`. An elementwise operation is declared as an expression over the
/// functions of `Primitive`; its derivative, its formula and its kernels all follow from it. The
/// package knows no tensors and depends on nothing.
package dev.chainrule.scalar;
