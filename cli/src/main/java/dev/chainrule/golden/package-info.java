/// Runs cases whose right answers are known: values, gradients and trainings computed by PyTorch.
///
/// The entry type is `GoldenCheck`. A case is data; what Chainrule calls its function is said in
/// the tables (`OpTable...`), and where Chainrule knowingly differs, in `Deviations`. This package
/// uses the public face of the library only, and knows nothing of the command line.
package dev.chainrule.golden;
