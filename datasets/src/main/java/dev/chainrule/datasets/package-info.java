/// Data that lies ready, and readers for data of one's own. The entry types are `Datasets` for the
/// sets inside the jar and `Csv` with `SupervisedTable` for a table in a file. Knows nothing of
/// layers, training or the command line.
package dev.chainrule.datasets;
