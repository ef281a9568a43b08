/// Files: tensors by name in the safetensors format, and the JSON beside them. The entry type is
/// `Safetensors`.
///
/// Every file is distrusted: whatever bytes it holds, reading it gives a value or a
/// `FormatException` that names the file and the place. Writing is atomic: a file is whole or
/// absent. This package knows tensors, but no layer, optimiser or trainer.
package dev.chainrule.io;
