/// How operations are executed: loops generated from expressions, matrix products, worker threads.
///
/// The entry types are `Loops`, which runs a `Loop` (the loop IR) over arrays, and `Gemm`; other
/// plans are made of these. Nothing here knows tensors, shapes or derivatives; arrays, offsets,
/// sizes and strides come from outside. The package is not exported.
package dev.chainrule.kernel;
